"""To whom, through what and where a statement was said."""
