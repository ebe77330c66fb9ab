"""Kafka as the HTTP intake needs it: a post is confirmed, or it is known that it isn't.

Delivery guarantee: at least once. `confirm` returns when all in-sync replicas have the transmission. When it raises
instead, Kafka may still get it later, and its sender will post it again: the same bytes have the same uri.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from typing import Any

import structlog
from kafka import KafkaAdminClient
from kafka.errors import KafkaError, MessageSizeTooLargeError, RecordListTooLargeError

from pipeline.failure import OperatorError
from pipeline.intake.http.body import Room
from pipeline.intake.http.refused import RefusedError
from pipeline.kafka.producer import RawProducer
from pipeline.metrics import CONFIRM_SECONDS, KAFKA_ANSWERS
from pipeline.settings import Settings
from pipeline.story.model import RawStory

log = structlog.get_logger()

LOOK_SECONDS = 2.0
"""How often it is looked whether Kafka answers: how late `/health/ready` may be."""
_DELIVERY_SECONDS = 60.0
"""How long the producer goes on trying after the sender was told 503; its bytes stay reserved so long."""
_CLOSE_SECONDS = 10.0


class Broker:
    """Keeps a producer connected; belongs to one event loop."""

    def __init__(self, settings: Settings, room: Room) -> None:
        self._settings = settings
        self._room = room
        self._producer: RawProducer | None = None
        self._admin: Any = None
        self._clients = threading.Lock()  # `_look` may still run on its thread when `_close` is called
        self._answering = asyncio.Event()
        self._sending: set[asyncio.Task[Exception | None]] = set()
        self.state = "not connected yet"
        """For health: `answers`, or in one sentence why not."""

    @property
    def answers(self) -> bool:
        """Whether Kafka answered when it was last looked."""
        return self._answering.is_set()

    async def keep(self) -> None:
        """Connect, and look again and again whether Kafka answers; until cancelled."""
        try:
            while True:
                self._note(await asyncio.to_thread(self._look))
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await asyncio.to_thread(self._close)

    async def confirm(self, raw: RawStory) -> None:
        """Return when Kafka has the transmission, whose bytes are reserved in the room and given back here.

        Raises RefusedError: 503 where Kafka is away or silent for `http_confirm_wait` seconds, 413 where it finds it
        too large.
        """
        size = len(raw.value)
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._settings.http_confirm_wait):
                try:
                    await self._answering.wait()
                except BaseException:
                    self._room.give(size)
                    raise
                sending = asyncio.create_task(self._send(raw, size))
                self._sending.add(sending)  # the loop itself would let go of it
                sending.add_done_callback(self._sending.discard)
                error: Exception | None = await asyncio.shield(sending)
        except TimeoutError:
            raise RefusedError("unconfirmed", f"Kafka: {self.state}; not confirmed in time") from None
        if error is None:
            CONFIRM_SECONDS.observe(time.monotonic() - began)
            return
        if isinstance(error, MessageSizeTooLargeError | RecordListTooLargeError):
            raise RefusedError("too-large", "larger than Kafka takes on this topic")
        log.warning("kafka did not confirm a post", feed=raw.headers.feed, uri=raw.headers.uri, error=repr(error))
        raise RefusedError("unconfirmed", f"Kafka did not confirm it: {type(error).__name__}")

    async def _send(self, raw: RawStory, size: int) -> Exception | None:
        """Hand over to the producer and wait for its answer; goes on when the sender no longer waits."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Exception | None] = loop.create_future()
        producer = self._producer

        def done(error: Exception | None) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody waits for the answer
                loop.call_soon_threadsafe(answer.set_result, error)

        try:
            if producer is None:
                return ConnectionError("not connected")
            await asyncio.to_thread(producer.send, raw, str(raw.headers.uri), done)
            error = await answer
        finally:
            self._room.give(size)
        if error is not None and not getattr(error, "retriable", False):
            self._producer = None  # its state may be beyond repair: the next look connects anew
        return error

    def _look(self) -> str:
        """`answers`, or why not; connects what is not connected. Runs on a thread."""
        with self._clients:
            return self._looked()

    def _looked(self) -> str:
        try:
            if self._producer is None:
                most = self._settings.http_waiting_bytes  # what the room lets through never blocks a thread
                producer = RawProducer(self._settings, LOOK_SECONDS, _DELIVERY_SECONDS, most)
                producer.__enter__()
                self._producer = producer
            if self._admin is None:
                self._admin = KafkaAdminClient(
                    bootstrap_servers=self._settings.kafka_bootstrap.split(","),
                    client_id="wire-serve-health",
                    request_timeout_ms=int(LOOK_SECONDS * 1000),
                    bootstrap_timeout_ms=int(LOOK_SECONDS * 1000),
                )
            (topic,) = self._admin.describe_topics([self._producer.topic])
            if topic["error_code"]:
                return f"topic {self._producer.topic} is missing or closed to us; run `wire setup`"
        except (KafkaError, OperatorError, OSError) as error:
            if self._admin is not None:
                self._admin.close()
                self._admin = None
            return str(error)
        return "answers"

    def _note(self, state: str) -> None:
        if state != self.state:
            (log.info if state == "answers" else log.warning)("kafka", state=state)
        self.state = state
        KAFKA_ANSWERS.set(state == "answers")
        (self._answering.set if state == "answers" else self._answering.clear)()

    def _close(self) -> None:
        with self._clients:
            if self._admin is not None:
                self._admin.close()
            if self._producer is not None:
                with contextlib.suppress(KafkaError):
                    self._producer.flush(_CLOSE_SECONDS)
                self._producer.__exit__()
