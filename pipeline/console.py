"""The terminal: where messages go, and whether somebody is looking."""

from __future__ import annotations

from rich.console import Console

errors = Console(stderr=True)
"""Messages, warnings and progress; standard output is for results."""


def progress_wanted() -> bool:
    """A progress bar is for a person at a terminal; elsewhere plain lines are."""
    return errors.is_terminal
