"""The words of the six languages, for telling a typing error from a word."""
