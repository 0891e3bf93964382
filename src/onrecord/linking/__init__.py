"""Across articles: who is one person, what is one utterance, what is a copy, how words differ."""
