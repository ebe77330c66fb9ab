"""Faults that are a matter of time."""

from __future__ import annotations

import time

from tests.stack_fixtures import wait_until


def outlast(seconds: float) -> None:
    """Let a fault last so long: time itself is what is waited for."""
    until = time.monotonic() + seconds
    wait_until(lambda: time.monotonic() > until, "the fault has lasted", seconds + 10)
