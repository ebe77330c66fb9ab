"""The names that are known: lists that people write, what the libraries carry, and the file built from both."""
