"""A replay's state survives being killed at any moment, and one target has one replay."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from pipeline.failure import OperatorError
from pipeline.replay.pace import Pace
from pipeline.replay.ranges import whole
from pipeline.replay.state import Order, ReplayState, StateFile
from pipeline.replay.tally import EXAMPLES, Tally


def state() -> ReplayState:
    return ReplayState(order=Order(source="raw"), generation=1, ranges=whole({0: (0, 10)}))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = StateFile(tmp_path, "raw", None)
    with file.locked():
        written = state()
        written.tally.add(Tally(read=3, generations={1: 3}, examples=["a"]))
        file.write(written)
        assert file.read() == written


def test_a_half_written_state_is_never_seen(tmp_path: Path) -> None:
    file = StateFile(tmp_path, "raw", None)
    with file.locked():
        file.write(state())
        file.path.with_suffix(".new").write_bytes(b'{"order": {"sou')  # killed while the next one was written
        assert file.read() is not None
        file.write(state())


def test_a_target_takes_one_replay_at_a_time_and_another_target_its_own(tmp_path: Path) -> None:
    file = StateFile(tmp_path, "raw", None)
    with file.locked():
        file.write(state())
        with pytest.raises(OperatorError, match="another replay"), StateFile(tmp_path, "raw", None).locked():
            pytest.fail("locked twice")
        with StateFile(tmp_path, "raw", "stories-v2").locked():
            pass


def test_a_file_that_is_no_state_is_named_and_left_alone(tmp_path: Path) -> None:
    file = StateFile(tmp_path, "raw", None)
    file.path.write_text("{}")
    with pytest.raises(OperatorError, match="no state of a replay"):
        file.read()
    assert file.path.read_text() == "{}"


def test_tallies_add_up_and_keep_few_examples() -> None:
    total = Tally(generations={1: 1})
    for number in range(20):
        total.add(Tally(read=2, stale_rules=1, generations={number % 2: 1}, examples=[str(number)]))
    assert (total.read, total.stale, total.generations) == (40, 20, {1: 11, 0: 10})
    assert total.examples == [str(n) for n in range(EXAMPLES)]


def test_a_rate_grants_turns_one_after_the_other_and_none_is_no_limit() -> None:
    context = multiprocessing.get_context("spawn")
    pace = Pace(100, context)
    pace.reserve(1_000)  # takes ten seconds from now, and the second that may be caught up
    assert 8.5 < pace.reserve(1) <= 10
    free = Pace(0, context)
    assert free.reserve(1_000_000) == free.reserve(1) == 0
