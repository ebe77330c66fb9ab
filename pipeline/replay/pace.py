"""One rate limit over all processes of a replay, so that the live feed beside it keeps its share."""

from __future__ import annotations

import time
from multiprocessing.context import BaseContext
from typing import Any

LONGEST_DEBT_SECONDS = 1.0
"""What was not used for longer than that is not made up for."""


class Pace:
    """Grants records their turn, `rate` a second over all processes that share it; 0 is no limit."""

    def __init__(self, rate: float, context: BaseContext) -> None:
        self._seconds_each = 1 / rate if rate else 0.0
        self._next: Any = context.Value("d", 0.0)  # monotonic seconds: the same clock in every process of the machine

    def reserve(self, records: int) -> float:
        """Take the next turn for so many records; seconds to wait before they may go."""
        if not self._seconds_each:
            return 0.0
        with self._next.get_lock():
            now = time.monotonic()
            turn = max(self._next.value, now - LONGEST_DEBT_SECONDS)
            self._next.value = turn + records * self._seconds_each
        return max(float(turn) - now, 0.0)
