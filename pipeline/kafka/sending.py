"""Sends records from a command and waits until the broker has every one (kafka-python).

Delivery guarantee: `send` returns only when all in-sync replicas have each record (`acks=all`, idempotent producer). A
broker that is away is waited for without limit, and that is said.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from kafka import KafkaProducer
from kafka.errors import KafkaError, MessageSizeTooLargeError

from pipeline.agents.backoff import waits
from pipeline.settings import Settings
from pipeline.story.headers import Pairs
from pipeline.topics import COMPRESSION, REJECTED

log = structlog.get_logger()


@dataclass(frozen=True)
class Outgoing:
    """A record to be sent."""

    topic: str
    key: bytes | None
    value: bytes | None
    headers: Pairs
    if_too_large: Callable[[], Outgoing] | None = None
    """What to send instead where Kafka refuses the record for its size."""


@dataclass
class ConfirmedSender:
    """Use it as a context manager; it connects at the first record."""

    settings: Settings
    _producer: Any = field(default=None, init=False)

    def __enter__(self) -> ConfirmedSender:
        return self

    def __exit__(self, *_: object) -> None:
        if self._producer is not None:
            self._producer.close()

    def send(self, records: Sequence[Outgoing]) -> None:
        """Send all, in order, and wait for the confirmation of each."""
        waiting = list(records)
        for wait in waits():
            if not waiting:
                return
            failed = [(one, error) for one, error in self._try(waiting) if error is not None]
            waiting = [_again(one, error) for one, error in failed]
            if waiting:
                log.warning("kafka does not confirm; trying again", records=len(waiting), error=repr(failed[0][1]))
                time.sleep(wait)

    def _try(self, records: Sequence[Outgoing]) -> list[tuple[Outgoing, KafkaError | None]]:
        sent: list[tuple[Outgoing, Any]] = []
        for one in records:
            try:
                future = self._open().send(one.topic, value=one.value, key=one.key, headers=one.headers)
            except KafkaError as error:
                future = error
            sent.append((one, future))
        return [(one, _error_of(future)) for one, future in sent]

    def _open(self) -> Any:
        if self._producer is None:
            self._producer = KafkaProducer(
                bootstrap_servers=self.settings.kafka_bootstrap.split(","),
                client_id="wire-replay",
                acks="all",
                enable_idempotence=True,
                linger_ms=5,
                batch_size=262_144,
                compression_type=COMPRESSION,
                max_request_size=REJECTED.max_record_bytes,
                delivery_timeout_ms=120_000,
            )
        return self._producer


def _error_of(future: Any) -> KafkaError | None:
    """The error of a record, or None once the broker has it."""
    if isinstance(future, KafkaError):
        return future
    try:
        future.get()
    except KafkaError as error:
        return error
    return None


def _again(one: Outgoing, error: KafkaError) -> Outgoing:
    if isinstance(error, MessageSizeTooLargeError) and one.if_too_large:
        return one.if_too_large()
    return one
