"""Facts: what a person may do, where, with which paper, and where the protection stops."""
