"""An agent's right to finish the batch it holds: it ends when a rebalance begins or the worker stops."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
LOOK_SECONDS = 0.2


class LeaseLostError(Exception):
    """The batch must be dropped without acking any of it; the next owner reads it again."""


class Lease:
    """Taken when a batch arrives; `app` is the Faust app that delivered it."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._generation = app.consumer_generation_id

    @property
    def lost(self) -> bool:
        """Whether the batch may be somebody else's by now."""
        app = self._app
        return bool(app.should_stop or app.rebalancing or app.consumer_generation_id != self._generation)

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Result of `work`, which is cancelled as soon as the lease is lost. Raises LeaseLostError."""
        task = asyncio.ensure_future(work)
        try:
            while not task.done():
                if self.lost:
                    raise LeaseLostError
                await asyncio.wait({task}, timeout=LOOK_SECONDS)
            return task.result()
        finally:
            task.cancel()

    async def sleep(self, seconds: float) -> None:
        """Wait, but not past the lease's end. Raises LeaseLostError."""
        await self.run(asyncio.sleep(seconds))
