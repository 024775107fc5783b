"""Numbers and dates, spoken or written: for searching and comparing, never for quoting."""
