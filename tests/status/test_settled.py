"""A group's coordinator that is still being chosen is asked again; any other error is told at once."""

from __future__ import annotations

import pytest
from kafka.errors import CoordinatorNotAvailableError, GroupAuthorizationFailedError, KafkaError

from pipeline.status.kafka import settled


def test_a_coordinator_that_is_not_there_yet_is_asked_again() -> None:
    answers: list[KafkaError | None] = [CoordinatorNotAvailableError(), CoordinatorNotAvailableError(), None]

    def ask() -> str:
        if (error := answers.pop(0)) is not None:
            raise error
        return "offsets"

    assert (settled(ask), answers) == ("offsets", [])


@pytest.mark.parametrize(
    ("error", "again"), [(GroupAuthorizationFailedError(), False), (CoordinatorNotAvailableError(), True)]
)
def test_what_does_not_settle_is_told(error: KafkaError, again: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.status.kafka.SETTLES_SECONDS", 0.3)
    asked = []

    def ask() -> None:
        asked.append(error)
        raise error

    with pytest.raises(type(error)):
        settled(ask)
    assert (len(asked) > 1) == again
