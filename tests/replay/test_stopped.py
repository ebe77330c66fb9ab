"""A replay that is killed at any moment goes on where it was; Ctrl-C ends it in good order."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from functools import partial

import pytest
from elasticsearch import Elasticsearch

from pipeline.replay.state import StateFile, folder_of
from pipeline.search.names import Names
from pipeline.settings import Settings
from tests.replay.feeds import documents, drained, live, live_offsets, mixed, replay, send
from tests.stack_fixtures import environment, run_wire, wait_until, working

pytestmark = pytest.mark.stack


def start(settings: Settings, *arguments: str) -> subprocess.Popen[bytes]:
    """`wire replay`, in the background."""
    command = [sys.executable, "-m", "pipeline.cli", "replay", *arguments]
    return subprocess.Popen(command, env=environment(settings), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def has_read(file: StateFile, records: int) -> bool:
    """Whether the replay has so many records behind it."""
    state = file.read()
    return state is not None and state.tally.read >= records


@pytest.mark.parametrize(
    ("stories", "kills"), [(600, 2), pytest.param(3_000, 10, marks=pytest.mark.long)], ids=["twice", "ten-times"]
)
def test_killed_at_random_moments_and_resumed_it_skips_nothing(
    wire: Settings, search_client: Elasticsearch, stories: int, kills: int
) -> None:
    log = mixed(stories)
    send(wire, log)
    with working(wire):
        wait_until(lambda: drained(wire), "the log is indexed", seconds=300)
    expected = live(search_client, wire)
    offsets = live_offsets(wire)
    new = f"{Names(wire.index_prefix).index(1)}-2"
    file = StateFile(folder_of(wire), "raw", new)
    slow = wire.model_copy(update={"batch_records": 20})
    order = ("raw", "--into", new, "--rate", str(stories / 8), "--processes", "2")
    chance = random.Random(stories)  # noqa: S311  # no secret hangs on it
    read = 0
    for number in range(kills):
        process = start(slow, *order, *(["--resume"] if number else []))
        more = read + chance.randrange(1, len(log) // (kills + 1))
        wait_until(partial(has_read, file, more), "it reads")
        process.kill()
        process.communicate()
        state = file.read()
        assert state is not None
        assert state.left > 0, "killed too late to prove anything"
        read = state.tally.read
    told = replay(wire, *order[:3], "--processes", "2", "--resume")
    assert (told["left"], told["read"]) == (0, len(log)), "every record counts once"
    assert documents(search_client, new) == expected
    assert live_offsets(wire) == offsets


def test_ctrl_c_ends_it_in_good_order_and_resume_goes_on(wire: Settings, search_client: Elasticsearch) -> None:
    send(wire, mixed(300))
    with working(wire):
        wait_until(lambda: drained(wire), "the log is indexed")
    file = StateFile(folder_of(wire), "stories", None)
    slow = wire.model_copy(update={"batch_records": 10})
    process = start(slow, "stories", "--rate", "40", "--json")
    wait_until(partial(has_read, file, 1), "it reads")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert b"go on with --resume" in err
    state = file.read()
    assert state is not None
    assert state.unfinished
    assert f'"left":{state.left},'.encode() in out, "the summary tells how much is left"
    assert run_wire(wire, "replay", "stories").returncode == 3, "what was stopped is not begun anew unasked"
    again = replay(wire, "stories", "--resume")
    assert again["left"] == 0
    assert again["read"] == again["indexed"] + again["stale"]
