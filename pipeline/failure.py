"""The kinds of error that are not a story's fault (a story's fault is a value: `story.model.Rejected`)."""

from __future__ import annotations


class OperatorError(Exception):
    """What only an operator can mend: wrong credentials, a missing index, a topic of another shape.

    The message says what is wrong and what to do. The process stops with `EXIT`, and nothing is dead-lettered.
    """

    EXIT = 3
