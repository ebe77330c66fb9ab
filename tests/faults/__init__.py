"""What breaks in a newsroom, done to the real servers and the real workers."""
