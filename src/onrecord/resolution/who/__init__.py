"""Who made a statement, and who the people of an article are."""
