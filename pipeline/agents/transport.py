"""A Faust transport whose consumer commits an offset only when every record before it is final.

Delivery guarantee: at least once. Faust's own consumer can commit past a record that is still in work (acks out of
order, records dropped at a rebalance, a failed commit taken for a done one: faust-streaming issue #606). This one

* notes every record it delivers, per partition, and commits only up to the first one that is not acked;
* ignores acks of an older generation of the consumer group: another owner has the record by then;
* forgets everything at a seek, because records are then read again;
* commits what is acked when partitions are taken away, within a bound;
* takes a failed commit for not done;
* does without Faust's filter of offsets already read, which drops re-read records when a stale value survives a
  rebalance;
* hands a record on without building tasks, as long as nothing makes it wait. Once it has to wait (the buffer is full,
  the flow suspended), it can be interrupted as in Faust; it must stay so, or a rebalance loses what waits.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Coroutine, Generator
from functools import partial
from types import coroutine
from typing import Any

from faust.transport.drivers.aiokafka import Consumer as FaustConsumer
from faust.transport.drivers.aiokafka import Transport as FaustTransport
from faust.types import TP

REVOKE_COMMIT_SECONDS = 5.0
"""How long a rebalance may wait for the last commit; what it misses is read again by the next owner."""


RECORDS_BETWEEN_BREATHS = 100
"""After so many records the event loop gets a turn: a fetch may bring thousands, and heartbeats must not wait."""


def started(work: Any) -> Coroutine[Any, Any, None] | None:
    """Run the coroutine `work` until it must wait; what is left of it then, or None where it came to its end at once.

    Four tasks a record is what Faust's `wait_first` costs, and most records never wait.
    """
    try:
        waits_for = work.send(None)
    except StopIteration:
        return None
    return _awaited(_rest(work, waits_for))


async def _awaited(rest: Awaitable[None]) -> None:
    """A coroutine proper: Faust takes what is no `collections.abc.Awaitable`, as a generator isn't, for an event."""
    await rest


@coroutine
def _rest(work: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    """Goes on with work that was started outside a task: first wait for what it waits for."""
    while True:
        try:
            answer = yield waits_for
        except GeneratorExit:
            work.close()
            raise
        except BaseException as error:
            resume = partial(work.throw, error)
        else:
            resume = partial(work.send, answer)
        try:
            waits_for = resume()
        except StopIteration:
            return


class Delivered:
    """The records of one partition that were delivered and are not yet committed, in the order of the log.

    >>> delivered = Delivered()
    >>> for offset in (7, 8, 12):  # a compacted log has gaps
    ...     delivered.note(offset)
    >>> delivered.ack(8); delivered.position is None  # 7 is still in work
    True
    >>> delivered.ack(7); delivered.position
    9
    """

    def __init__(self) -> None:
        self.position: int | None = None
        """The offset to commit: one past the last record before which all are final."""
        self._waiting: deque[int] = deque()
        self._acked: set[int] = set()

    @property
    def unfinished(self) -> int | None:
        """The offset of the first record that is not final; None where nothing was delivered yet."""
        return self._waiting[0] if self._waiting else self.position

    def note(self, offset: int) -> None:
        """A record was handed on. One that is read again starts the book anew from there."""
        if self._waiting and offset <= self._waiting[-1]:
            self.__init__()  # type: ignore[misc]  # forget: all of it is being read again
        self._waiting.append(offset)

    def ack(self, offset: int) -> None:
        """A record is final."""
        self._acked.add(offset)
        while self._waiting and self._waiting[0] in self._acked:
            done = self._waiting.popleft()
            self._acked.discard(done)
            self.position = done + 1


class Consumer(FaustConsumer):
    """Faust's consumer with books of its own; see the module's docstring."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._delivered: dict[TP, Delivered] = {}
        super().__init__(*args, **kwargs)

    async def _drain_messages(self, fetcher: Any) -> None:
        try:
            while not (self._stopped.is_set() or fetcher._stopped.is_set()):
                messages = self.getmany(timeout=1.0)
                await self.sleep(0)
                count = 0
                async for tp, message in messages:
                    self._delivered.setdefault(tp, Delivered()).note(message.offset)
                    if (rest := started(self.callback(message))) is not None:
                        await self.wait_first(rest, self.suspend_flow.wait())
                    count += 1
                    if count % RECORDS_BETWEEN_BREATHS == 0:
                        await asyncio.sleep(0)  # here, not before the delivery: `getmany` looks again after it
        except self.consumer_stopped_errors:
            if not self.app.should_stop:
                raise
        except asyncio.CancelledError:
            if not self.app.should_stop:
                raise

    def ack(self, message: Any) -> bool:
        """Note that a record is final, unless its partition has been given away since."""
        if message.acked:
            return False
        message.acked = True
        self._unacked_messages.discard(message)
        delivered = self._delivered.get(message.tp)
        if delivered is None or message.generation_id != self.app.consumer_generation_id:
            return False
        delivered.ack(message.offset)
        return True

    def lag(self) -> int:
        """Offsets from the first record that is not final to the end, over all partitions that are ours now.

        The ends are those of the last fetch. A partition of which nothing came and nothing was committed counts as
        done: it is empty, or its first fetch is still on its way.
        """
        total = 0
        for tp in self.assignment():
            delivered = self._delivered.get(tp)
            first = delivered.unfinished if delivered else None
            first = self._committed_offset.get(tp) if first is None else first
            end = self.highwater(tp)
            total += max(end - first, 0) if end is not None and first is not None else 0
        return total

    def _filter_tps_with_pending_acks(self, topics: Any = None) -> Any:
        return (tp for tp in list(self._delivered) if topics is None or tp in topics or tp.topic in topics)

    def _new_offset(self, tp: TP) -> int | None:
        delivered = self._delivered.get(tp)
        return delivered.position if delivered else None

    async def _commit_offsets(self, offsets: Any, start_new_transaction: bool = True) -> bool:
        generation = self.app.consumer_generation_id
        before = {tp: self._committed_offset[tp] for tp in offsets}
        done = False
        try:
            done = await super()._commit_offsets(offsets, start_new_transaction)
        finally:
            if not done and generation == self.app.consumer_generation_id:
                self._committed_offset.update(before)
        return done

    async def perform_seek(self) -> None:
        """Go back to what is committed: everything delivered since is read again."""
        self._delivered.clear()
        await super().perform_seek()
        self._delivered.clear()

    async def seek(self, partition: TP, offset: int) -> None:
        """Go to an offset: what was delivered of that partition no longer counts."""
        self._delivered.pop(partition, None)
        await super().seek(partition, offset)

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Commit what is final before the partitions go to others."""
        try:
            await asyncio.wait_for(self.commit(), REVOKE_COMMIT_SECONDS)
        except Exception as error:  # whatever it is, the next owner reads the tail again
            self.log.warning("last commit before a rebalance failed: %r", error)
        for tp in revoked:
            self._delivered.pop(tp, None)
        await super().on_partitions_revoked(revoked)


class Transport(FaustTransport):
    """Faust's transport with our consumer."""

    Consumer = Consumer
