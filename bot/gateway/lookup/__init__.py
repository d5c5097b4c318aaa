"""The desk: community workers find, compare, show and hand over the same facts as the chat tells."""
