"""What can go wrong with the embedded stack, as one sentence for a person."""

from __future__ import annotations

from pipeline.failure import OperatorError


class StackError(OperatorError):
    """The embedded stack can't start or did not stay up; the message says why and what to do."""
