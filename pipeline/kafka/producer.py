"""Producing to `wire.raw` (kafka-python).

Delivery guarantee: at least once. A transmission counts as produced only when all in-sync replicas have it
(`acks=all`, idempotent producer); until then `done` has not been called for it, or was called with the error.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kafka import KafkaAdminClient, KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError, UnknownTopicOrPartitionError

from pipeline.failure import OperatorError
from pipeline.settings import Settings
from pipeline.story.headers import raw_to_pairs
from pipeline.story.model import RawStory
from pipeline.topics import COMPRESSION, MAX_RECORD_BYTES, RAW

Done = Callable[[KafkaError | None], None]

WAITING_BYTES = 64 * 1024 * 1024
"""Bytes that may wait for confirmation before `send` blocks: the client itself has no bound."""

CONNECT_SECONDS = 10.0
_CLOSE_SECONDS = 5.0
_RECONNECT_SECONDS = 1.0
"""Longest pause between two tries to reach a broker that went away; the client's own 30 s would add to each outage."""


class _Room:
    """Bytes that wait; whoever brings more than fits is held until others are confirmed."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._taken = 0
        self._changed = threading.Condition()

    def take(self, count: int, seconds: float) -> bool:
        """Whether there was room within so many seconds; it is taken then."""
        with self._changed:
            free = self._changed.wait_for(lambda: not self._taken or self._taken + count <= self._limit, seconds)
            if free:
                self._taken += count
            return free

    def give(self, count: int) -> None:
        with self._changed:
            self._taken -= count
            self._changed.notify_all()


@dataclass
class RawProducer:
    """Sends transmissions to `wire.raw`; use it as a context manager.

    Entering raises KafkaError where no broker answers, and OperatorError where the topic is missing.
    """

    settings: Settings
    connect_seconds: float = CONNECT_SECONDS
    delivery_seconds: float = 120.0
    """How long a record is tried before `done` gets the error; at least 31."""
    waiting_bytes: int = WAITING_BYTES
    _producer: Any = field(init=False)
    _room: _Room = field(init=False)

    def __enter__(self) -> RawProducer:
        self._room = _Room(self.waiting_bytes)
        self._producer = KafkaProducer(
            bootstrap_servers=self.settings.kafka_bootstrap.split(","),
            client_id="wire-produce",
            acks="all",
            enable_idempotence=True,
            allow_auto_create_topics=False,
            linger_ms=10,
            batch_size=262_144,
            compression_type=COMPRESSION,
            max_request_size=MAX_RECORD_BYTES,
            delivery_timeout_ms=int(self.delivery_seconds * 1000),
            bootstrap_timeout_ms=int(self.connect_seconds * 1000),
            max_block_ms=int(self.connect_seconds * 1000),
            reconnect_backoff_max_ms=int(_RECONNECT_SECONDS * 1000),
        )
        self._must_have_topic()
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._producer.close(timeout=_CLOSE_SECONDS)
        except KafkaTimeoutError:
            # kafka-python 3.0 flushes before it closes, and where that takes too long it stays open. What waits now
            # fails, each with its error; a release whose `close` does that itself makes this needless.
            self._producer._sender.force_close()
            self._producer._sender.join(_CLOSE_SECONDS)

    @property
    def topic(self) -> str:
        """`wire.raw` with the settings' prefix."""
        return RAW.with_prefix(self.settings.topic_prefix)

    def send(self, raw: RawStory, uri: str, done: Done) -> None:
        """Queue a transmission; `done(None)` is called when the broker confirmed it, `done(error)` when it never will.

        `done` runs on the producer's thread. Blocks while `waiting_bytes` wait: that is the backpressure; after
        `delivery_seconds` of it the transmission counts as failed.
        """
        size = len(raw.value)
        if not self._room.take(size, self.delivery_seconds):
            done(KafkaTimeoutError(f"nothing was confirmed within {self.delivery_seconds:.0f} s"))
            return

        def final(error: KafkaError | None) -> None:
            self._room.give(size)
            done(error)

        try:
            future = self._producer.send(
                self.topic, value=raw.value, key=uri.encode("utf-8", "replace"), headers=raw_to_pairs(raw.headers)
            )
        except KafkaError as error:
            final(error)
            return
        except BaseException:
            self._room.give(size)
            raise
        future.add_callback(lambda _: final(None))
        future.add_errback(final)

    def flush(self, seconds: float | None = None) -> None:
        """Wait until every transmission is either confirmed or failed.

        Raises KafkaTimeoutError after `seconds`, at the latest after `delivery_seconds`: an idempotent producer whose
        broker went away while it began a new epoch (kafka-python 3.0) does not expire what waits. Closing then fails
        all of it.
        """
        self._producer.flush(self.delivery_seconds if seconds is None else seconds)

    def _must_have_topic(self) -> None:
        try:
            self._producer.partitions_for(self.topic)
        except KafkaTimeoutError:
            self._producer.close(timeout=0)
            if self._is_missing():
                raise OperatorError(
                    f"Kafka at {self.settings.kafka_bootstrap} has no topic {self.topic}. "
                    "Run `wire setup`; is WIRE_TOPIC_PREFIX right?"
                ) from None
            raise

    def _is_missing(self) -> bool:
        """Whether the broker says so; one that is slow to answer says nothing."""
        admin = KafkaAdminClient(
            bootstrap_servers=self.settings.kafka_bootstrap.split(","),
            bootstrap_timeout_ms=int(self.connect_seconds * 1000),
        )
        try:
            (found,) = admin.describe_topics([self.topic])
        finally:
            admin.close()
        return bool(found["error_code"] == UnknownTopicOrPartitionError.errno)
