"""Evaluation: each stage against a corpus with the right answers."""
