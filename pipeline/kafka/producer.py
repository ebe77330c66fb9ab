"""Producing to `wire.raw` (kafka-python).

Delivery guarantee: at least once. A transmission counts as produced only when all in-sync replicas have it
(`acks=all`, idempotent producer); until then it is in `failed`, with the reason, or `flush` has not returned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError

from pipeline.settings import Settings
from pipeline.story.headers import raw_to_pairs
from pipeline.story.model import RawStory
from pipeline.topics import MAX_RECORD_BYTES, RAW

Done = Callable[[KafkaError | None], None]


@dataclass
class RawProducer:
    """Sends transmissions to `wire.raw`; use it as a context manager."""

    settings: Settings
    _producer: Any = field(init=False)

    def __enter__(self) -> RawProducer:
        self._producer = KafkaProducer(
            bootstrap_servers=self.settings.kafka_bootstrap.split(","),
            client_id="wire-produce",
            acks="all",
            enable_idempotence=True,
            linger_ms=10,
            batch_size=262_144,
            max_request_size=MAX_RECORD_BYTES,
            delivery_timeout_ms=120_000,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._producer.close()

    def send(self, raw: RawStory, uri: str, done: Done) -> None:
        """Queue a transmission; `done(None)` is called when the broker confirmed it, `done(error)` when it never will.

        `done` runs on the producer's thread. Blocks when the queue is full: that is the backpressure.
        """
        topic = RAW.with_prefix(self.settings.topic_prefix)
        try:
            future = self._producer.send(topic, value=raw.value, key=uri.encode(), headers=raw_to_pairs(raw.headers))
        except KafkaError as error:
            done(error)
            return
        future.add_callback(lambda _: done(None))
        future.add_errback(done)

    def flush(self) -> None:
        """Wait until every transmission is either confirmed or failed."""
        self._producer.flush()
