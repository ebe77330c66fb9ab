"""The damage experiment in small: what docs/cleaning.md says of 500 stories holds for two dozen others."""

from __future__ import annotations

import pytest

from bench.damage import outcome, undamaged
from bench.damages import ONE_ANSWER, OPEN
from bench.lookalikes import LookAlike, look_alikes

SHARE = 0.95
"""Of the stories with damage that has one right answer."""


@pytest.fixture(scope="module")
def stories() -> list[LookAlike]:
    return look_alikes(24, seed=2)


def test_undamaged_stories_come_out_as_they_were_written(stories: list[LookAlike]) -> None:
    assert undamaged(stories) == []


@pytest.mark.parametrize("kind", ONE_ANSWER)
def test_damage_with_one_right_answer_is_undone(kind: str, stories: list[LookAlike]) -> None:
    found = outcome(ONE_ANSWER[kind], stories)
    assert found.done >= 4
    assert found.restored >= SHARE * found.done
    assert found.wrong == 0


@pytest.mark.parametrize("kind", OPEN)
def test_damage_without_one_is_left_as_it_is(kind: str, stories: list[LookAlike]) -> None:
    found = outcome(OPEN[kind], stories)
    assert found.done >= 4
    assert found.wrong == 0
