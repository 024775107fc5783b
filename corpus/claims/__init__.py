"""What sentences state: quantities, dates, names, lists, quoted words, with their subject and scope."""
