"""Which reports are of one utterance: contents in parts, pairs of parts weighed, and closed with a guard."""
