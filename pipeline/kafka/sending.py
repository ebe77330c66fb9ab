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


def to_send_again(
    records: Sequence[Outgoing], errors: Sequence[BaseException | None], too_large: type[BaseException]
) -> list[Outgoing]:
    """What is to be sent after a try of `records`, in order; `errors` has each one's, None where the broker has it.

    What follows a failed record under its key goes again with it, else an older version of a story would come to stand
    behind the newer one. A record that is `too_large` for Kafka is replaced by what stands for it.
    """
    again: list[Outgoing] = []
    held_back: set[tuple[str, bytes | None]] = set()
    for one, error in zip(records, errors, strict=True):
        if isinstance(error, too_large) and one.if_too_large:
            again.append(one.if_too_large())
        elif error is not None or (one.topic, one.key) in held_back:
            held_back.add((one.topic, one.key))
            again.append(one)
    return again


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
            errors = self._try(waiting)
            waiting = to_send_again(waiting, errors, MessageSizeTooLargeError)
            if waiting:
                why = next(error for error in errors if error is not None)
                log.warning("kafka does not confirm; trying again", records=len(waiting), error=repr(why))
                time.sleep(wait)

    def _try(self, records: Sequence[Outgoing]) -> list[KafkaError | None]:
        sent: list[Any] = []
        for one in records:
            try:
                future = self._open().send(one.topic, value=one.value, key=one.key, headers=one.headers)
            except KafkaError as error:
                future = error
            sent.append(future)
        return [_error_of(future) for future in sent]

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
