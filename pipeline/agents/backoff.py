"""How long to wait before a retry of what is the world's fault: longer each time, with jitter, without limit."""

from __future__ import annotations

import random
from collections.abc import Iterator

FIRST_SECONDS = 0.2
LONGEST_SECONDS = 10.0


def waits() -> Iterator[float]:
    """Seconds to wait before the next try, for ever: doubled each time up to ten, each ±50 %.

    The jitter keeps workers that lost the same server from coming back all at once.
    """
    wait = FIRST_SECONDS
    while True:
        yield wait * random.uniform(0.5, 1.5)  # noqa: S311  # no secret hangs on it
        wait = min(wait * 2, LONGEST_SECONDS)
