"""When a statement was said."""
