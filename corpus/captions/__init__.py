"""Machine captions of a talk, timed or not: what was heard, and by whom it was said."""
