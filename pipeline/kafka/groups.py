"""What the coordinator of a consumer group tells of it. Only looks.

Guarantee: bounded. A broker that has just started makes the topic of offsets when a group is first asked for, and one
that has just lost its coordinator chooses another: seconds, in which the question is asked again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from kafka import TopicPartition
from kafka.errors import (
    CoordinatorLoadInProgressError,
    CoordinatorNotAvailableError,
    KafkaError,
    NotCoordinatorError,
)

from pipeline.agents.backoff import waits

T = TypeVar("T")

NOT_CHOSEN: tuple[type[KafkaError], ...] = (
    CoordinatorNotAvailableError,
    CoordinatorLoadInProgressError,
    NotCoordinatorError,
)
"""What a broker answers while it chooses a coordinator."""
COORDINATOR_SECONDS = 30.0
"""How long a group's coordinator is waited for."""


def offsets_of(
    admin: Any, group: str, waited_out: tuple[type[KafkaError], ...] = NOT_CHOSEN
) -> dict[TopicPartition, int]:
    """Offsets that the group has committed; a partition without one is left out.

    `waited_out`: errors after which the question is asked again; KafkaError means any, for a caller that can wait for a
    broker too. Raises KafkaError after `COORDINATOR_SECONDS`, and any other at once.
    """
    offsets = told(lambda: admin.list_group_offsets({group: None}).get(group, {}), waited_out)
    return {partition: where.offset for partition, where in offsets.items() if where.offset >= 0}


def members_of(admin: Any, group: str) -> int:
    """How many members the group has. Raises KafkaError as `offsets_of`."""
    return len(told(lambda: admin.describe_groups([group]).get(group, {}).get("members") or (), NOT_CHOSEN))


def told(ask: Callable[[], T], waited_out: tuple[type[KafkaError], ...]) -> T:
    """The answer, asked for again after these errors, for `COORDINATOR_SECONDS` at most; then raises the last."""
    deadline = time.monotonic() + COORDINATOR_SECONDS
    for wait in waits():
        try:
            return ask()
        except waited_out:
            if time.monotonic() > deadline:
                raise
        time.sleep(wait)
    raise AssertionError("waits() has no end")
