"""Reprints: which passages two articles share word for word, what kind they are, and who copies whom."""
