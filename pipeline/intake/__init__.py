"""Ways in: what turns bytes from outside into records of `wire.raw`."""
