"""One process of a replay: reads its partitions, makes stories, hands them to a sink, reports what is confirmed.

Delivery guarantee: a position is reported only when everything before it is final (see `sinks`), so whoever notes it
may begin again there. A worker whose parent is gone, killed even, ends at once: what it had in work is read again.
"""

from __future__ import annotations

import asyncio
import os
import signal
import traceback
from collections import deque
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any, Literal

import uvloop
from elasticsearch import AsyncElasticsearch
from msgspec import Struct

from pipeline.failure import OperatorError
from pipeline.kafka.sending import ConfirmedSender
from pipeline.logs import setup_logs
from pipeline.replay.begin import SOURCES
from pipeline.replay.comparing import Compared
from pipeline.replay.dead_letters import DeadLetters, Known
from pipeline.replay.making import Made, Making, made_from_raw, made_from_stories
from pipeline.replay.pace import Pace
from pipeline.replay.ranges import Range
from pipeline.replay.reading import Batch, batches, consumer
from pipeline.replay.sinks import CompareSink, IndexSink, PublishSink, Sink
from pipeline.replay.state import Order
from pipeline.replay.tally import Tally
from pipeline.search.client import connect_async
from pipeline.settings import Settings
from pipeline.story.model import Rejected, Story
from pipeline.story.rules import load_rules

Action = Literal["index", "publish", "compare"]

IN_FLIGHT: dict[Action, int] = {"index": 3, "publish": 1, "compare": 2}
"""Batches whose end is not waited for. Publishing keeps the log's order, so there one batch follows the other."""

RECORDS_BETWEEN_BREATHS = 10
"""After so many records the event loop gets a turn, for the requests in flight."""


class Job(Struct, frozen=True, kw_only=True):
    """What a worker does, whatever ranges it is given."""

    settings: Settings
    order: Order
    action: Action
    target: str
    """Index or alias that is written to or compared with."""
    known: Known
    writes_letters: bool


class Moved(Struct, frozen=True):
    """Everything before these positions is final; so much came of it since the last report."""

    positions: dict[int, int]
    tally: Tally
    compared: list[Compared]


class RoundDone(Struct, frozen=True):
    """The ranges are read, or the worker was told to stop."""


class Failed(Struct, frozen=True):
    """The worker ends; a sentence for the operator, or the traceback of a bug."""

    sentence: str
    bug: bool


def run_worker(connection: Connection, job: Job, pace: Pace) -> None:
    """Entry point of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole terminal group; the parent decides
    setup_logs(job.settings)
    try:
        uvloop.run(_serve(connection, job, pace))
    except OperatorError as error:
        connection.send(Failed(str(error), bug=False))
    except BrokenPipeError:
        os._exit(1)
    except Exception:  # reported to the parent, which shows it and ends
        connection.send(Failed(traceback.format_exc(), bug=True))


async def _serve(connection: Connection, job: Job, pace: Pace) -> None:
    client = connect_async(job.settings)
    with ConfirmedSender(job.settings) as sender, consumer(job.settings) as opened:
        try:
            worker = _Worker(connection, job, pace, opened, _sink(job, client, sender))
            asyncio.get_running_loop().add_reader(connection.fileno(), worker.hear)
            while (ranges := await worker.orders.get()) is not None:
                await worker.read(ranges)
                connection.send(RoundDone())
        finally:
            await client.close()


class _Worker:
    def __init__(self, connection: Connection, job: Job, pace: Pace, opened: Any, sink: Sink) -> None:
        self.orders: asyncio.Queue[list[Range] | None] = asyncio.Queue()
        self._connection = connection
        self._job = job
        self._pace = pace
        self._opened = opened
        self._topic = SOURCES[job.order.source].with_prefix(job.settings.topic_prefix)
        self._make = _making(job)
        self._sink = sink
        self._stopped = False
        self._bugs_in_a_row = 0

    def hear(self) -> None:
        """What the parent says: ranges to read, "stop", or None for the end. Without a parent the process ends."""
        try:
            heard = self._connection.recv()
        except (EOFError, OSError):
            os._exit(1)
        if heard == "stop":
            self._stopped = True
        else:
            self.orders.put_nowait(heard)

    async def read(self, ranges: list[Range]) -> None:
        """Carry everything of the ranges, or what was begun when told to stop."""
        reading = batches(self._opened, self._topic, ranges, self._job.settings.batch_records)
        in_flight: deque[tuple[asyncio.Task[Tally], Batch, Tally]] = deque()
        batch = await _next(reading)
        while batch is not None and not self._stopped:
            ahead = asyncio.ensure_future(_next(reading))  # fetches while we work
            await self._turn(len(batch.records))
            made, tally = await self._made(batch)
            while in_flight and (in_flight[0][0].done() or len(in_flight) >= IN_FLIGHT[self._job.action]):
                await self._confirm(*in_flight.popleft())
            in_flight.append((asyncio.ensure_future(self._sink.carry(made)), batch, tally))
            batch = await ahead
        while in_flight:
            await self._confirm(*in_flight.popleft())

    async def _turn(self, records: int) -> None:
        wait = self._pace.reserve(records)
        while wait > 0 and not self._stopped:
            await asyncio.sleep(min(wait, 0.2))
            wait -= 0.2

    async def _made(self, batch: Batch) -> tuple[list[Made], Tally]:
        made: list[Made] = []
        tally = Tally(read=len(batch.records))
        for number, record in enumerate(batch.records):
            if number % RECORDS_BETWEEN_BREATHS == 0:
                await asyncio.sleep(0)
            came = list(self._make(record)) if self._job.order.window.holds(record.timestamp) else []
            tally.left_out += not came
            made += came
            for one in came:
                self._count_bug(one.outcome)
                generation = one.outcome.generation if isinstance(one.outcome, Story) else None
                if generation is not None:
                    tally.generations[generation] = tally.generations.get(generation, 0) + 1
        return made, tally

    def _count_bug(self, outcome: Story | Rejected) -> None:
        is_bug = isinstance(outcome, Rejected) and outcome.reason == "bug"
        self._bugs_in_a_row = self._bugs_in_a_row + 1 if is_bug else 0
        if self._bugs_in_a_row >= self._job.settings.bugs_in_a_row and self._job.writes_letters:
            raise OperatorError(
                f"{self._bugs_in_a_row} stories in a row failed by a bug of this release; look with --dry-run. "
                "The replay stops before it fills wire.rejected."
            )

    async def _confirm(self, carried: asyncio.Task[Tally], batch: Batch, tally: Tally) -> None:
        tally.add(await carried)
        compared: list[Compared] = []
        if isinstance(self._sink, CompareSink):
            compared, self._sink.compared = self._sink.compared, []
        self._connection.send(Moved(batch.positions, tally, compared))


async def _next(reading: Iterator[Batch]) -> Batch | None:
    return await asyncio.to_thread(next, reading, None)


def _making(job: Job) -> Making:
    if job.order.source == "raw":
        return made_from_raw(job.order.filters, load_rules(job.settings.feed_languages, job.settings.entity_model))
    return made_from_stories(job.order.filters)


def _sink(job: Job, client: AsyncElasticsearch, sender: ConfirmedSender) -> Sink:
    letters = DeadLetters(job.settings, job.known, sender if job.writes_letters else None)
    if job.action == "index":
        return IndexSink(job.settings, client, job.target, letters)
    if job.action == "publish":
        return PublishSink(job.settings, client, job.target, sender, letters)
    return CompareSink(client, job.target, letters)
