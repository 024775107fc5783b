"""Files → documents: which reader for which file, and the reading text with its way back to the file."""
