"""What a statement does, and what it answers."""
