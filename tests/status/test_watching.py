"""Watching goes on when servers go away, for programs too."""

from __future__ import annotations

import json
import time

import pytest

from pipeline.cli.status_report import watched_lines
from pipeline.failure import OperatorError
from pipeline.status.report import Status


def test_a_program_that_watches_is_told_of_servers_that_are_away_and_that_they_are_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers = iter(
        [
            Status(at=1, generation=1, mapping_version=1),
            OperatorError("neither Kafka nor Elasticsearch answers"),
            Status(at=3, generation=1, mapping_version=1),
        ]
    )

    def look() -> Status:
        answer = next(answers, None)
        if answer is None:
            raise KeyboardInterrupt
        if isinstance(answer, OperatorError):
            raise answer
        return answer

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        watched_lines(look, every=0.01)
    assert time.monotonic() - began >= 0.03  # it waits between two looks, after an error too
    first, away, back = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["at"], first["exit_code"], back["at"]) == (1, 0, 3)
    assert away == {"error": "neither Kafka nor Elasticsearch answers", "exit_code": 3}
