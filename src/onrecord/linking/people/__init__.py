"""Across articles: who is the same person.

``bearers`` takes an article's people apart into names and traits, ``uniting`` decides who is one from all
bearers of a name, ``decisions`` lays over it what people decided.  Nothing here knows a database.
"""
