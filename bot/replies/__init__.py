"""The words Boussole says, in three languages that always match."""
