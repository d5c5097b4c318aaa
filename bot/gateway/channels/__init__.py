"""One file a channel: verify, parse, render, deliver."""
