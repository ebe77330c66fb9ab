"""A group's coordinator that is still being chosen is asked again; any other error is told at once."""

from __future__ import annotations

import pytest
from kafka.errors import CoordinatorNotAvailableError, GroupAuthorizationFailedError, KafkaConnectionError, KafkaError

from pipeline.kafka.groups import NOT_CHOSEN, told

ANY = (KafkaError,)


@pytest.mark.parametrize(
    ("error", "waited_out"),
    [*((error, NOT_CHOSEN) for error in NOT_CHOSEN), (CoordinatorNotAvailableError, ANY), (KafkaConnectionError, ANY)],
)
def test_it_is_asked_again_until_it_answers(error: type[KafkaError], waited_out: tuple[type[KafkaError], ...]) -> None:
    errors = [error()]

    def ask() -> str:
        if errors:
            raise errors.pop()
        return "offsets"

    assert told(ask, waited_out) == "offsets"


@pytest.mark.parametrize(
    ("error", "again"),
    [(GroupAuthorizationFailedError, False), (KafkaConnectionError, False), (CoordinatorNotAvailableError, True)],
)
def test_what_does_not_pass_is_told(error: type[KafkaError], again: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.kafka.groups.COORDINATOR_SECONDS", 0.05)
    asked = []

    def ask() -> None:
        asked.append(error)
        raise error

    with pytest.raises(error):
        told(ask, NOT_CHOSEN)
    assert (len(asked) > 1) == again
