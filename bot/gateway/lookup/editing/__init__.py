"""Keeping facts true: what workers dispute, what editors decide, what changed and what is overdue."""
