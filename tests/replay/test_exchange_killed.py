"""An exchange of indexes that is killed between two of its steps: the same command goes on, nobody sees a gap."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from pipeline.search.names import Names
from pipeline.settings import Settings
from tests.replay.feeds import documents, drained, raw, replay, send, text
from tests.stack_fixtures import run_wire, wait_until, working

pytestmark = pytest.mark.stack

ROOT = Path(__file__).parents[2]
STEPS = ("remember after", "move_writers after", "end_building after", "move_readers before", "move_readers after")


def dying(step: str) -> dict[str, str]:
    """Environment in which a command dies at a step (`dying/sitecustomize.py`)."""
    return {"PYTHONPATH": os.pathsep.join((str(Path(__file__).parent / "dying"), str(ROOT))), "DIES_AT": step}


def seen(client: Elasticsearch, settings: Settings) -> int:
    """How many stories readers see."""
    names = Names(settings.index_prefix)
    client.indices.refresh(index=names.readers)
    return int(client.count(index=names.readers)["count"])


def test_killed_after_each_step_the_same_command_goes_on(wire: Settings, search_client: Elasticsearch) -> None:
    """Between any two tries a story comes in: in the end the new index has every one of them, and readers see it."""
    names = Names(wire.index_prefix)
    new = f"{names.index(1)}-2"
    stories = 40
    send(wire, [raw(f"urn:t:{n}", text(n)) for n in range(stories)])
    with working(wire):
        wait_until(lambda: drained(wire), "all are indexed")
        assert replay(wire, "stories", "--into", new)["phase"] == "finished"
        for number, step in enumerate(STEPS):
            done = run_wire(wire, "replay", "stories", "--into", new, "--promote", "--resume", more=dying(step))
            assert done.returncode == -signal.SIGKILL, f"{step}: {done.stderr}"
            assert seen(search_client, wire) >= stories, f"readers miss stories after {step}"
            send(wire, [raw(f"urn:t:late:{number}", text(number))])
            wait_until(lambda: drained(wire), "the late one is indexed")
        assert replay(wire, "stories", "--into", new, "--promote", "--resume")["phase"] == "promoted"
    every = {f"urn:t:{n}" for n in range(stories)} | {f"urn:t:late:{n}" for n in range(len(STEPS))}
    assert set(documents(search_client, new)) == every
    assert set(search_client.indices.get_alias(name=names.readers)) == {new}
    assert set(search_client.indices.get_alias(name=names.write)) == {new}


def test_a_way_back_that_is_killed_goes_on(wire: Settings, search_client: Elasticsearch) -> None:
    names = Names(wire.index_prefix)
    old, new = names.index(1), f"{names.index(1)}-2"
    stories = 40
    send(wire, [raw(f"urn:t:{n}", text(n)) for n in range(stories)])
    with working(wire):
        wait_until(lambda: drained(wire), "all are indexed")
        replay(wire, "stories", "--into", new, "--promote")
        send(wire, [raw("urn:t:late", text(1))])
        wait_until(lambda: drained(wire), "the late one is indexed, in the new index only")
        for step in ("move_writers after", "move_readers before"):
            done = run_wire(wire, "replay", "stories", "--rollback", more=dying(step))
            assert done.returncode == -signal.SIGKILL, f"{step}: {done.stderr}"
            assert seen(search_client, wire) == stories + 1
        done = run_wire(wire, "replay", "stories", "--rollback")
        assert done.returncode == 0, done.stderr
    assert set(documents(search_client, old)) == {*(f"urn:t:{n}" for n in range(stories)), "urn:t:late"}
    assert set(search_client.indices.get_alias(name=names.readers)) == {old}
    assert set(search_client.indices.get_alias(name=names.write)) == {old}
