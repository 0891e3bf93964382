"""Across articles: who is the same person."""
