"""The published JSON contract: a schema for each kind of line that onrecord prints."""
