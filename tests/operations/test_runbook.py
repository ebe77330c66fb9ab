"""The runbook: what points into it finds its place, and every command on it does what it says, on the real servers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from pipeline.kafka.producer import RawProducer
from pipeline.replay.state import states
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.status.kafka import look_at_kafka
from pipeline.story.model import RawHeaders, RawStory
from tests.stack_fixtures import environment, remove_indexes, run_wire, wait_until, working

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
STORIES = 12

WIRE = f'wire() {{ "{sys.executable}" -m pipeline.cli "$@"; }}\nset -o pipefail\n'
"""Before each command: `wire` of this tree, not of what happens to be installed."""


def headings() -> list[str]:
    """Of the alarms, as links name them."""
    return [re.sub(r"[^a-z ]", "", line.lower()).strip().replace(" ", "-") for line in sections()]


def sections() -> dict[str, str]:
    """Heading → text below it; what stands before the first has the empty heading."""
    parts = re.split(r"^## (.+)$", PAGE, flags=re.MULTILINE)
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def commands(text: str) -> list[str]:
    """Indented lines of a section: each is a command."""
    return [line.strip() for line in text.splitlines() if line.startswith("    ")]


def test_every_finding_points_to_a_heading() -> None:
    code = (ROOT / "pipeline" / "status" / "judge.py").read_text(encoding="utf-8")
    about = set(re.findall(r'about="([a-z-]+)"', code)) | {"kafka-is-away", "elasticsearch-is-away"}
    assert len(about) >= 9
    assert about - set(headings()) == set()


def test_every_section_says_what_to_type_and_a_heading_that_is_none_would_be_noticed() -> None:
    assert [heading for heading, text in sections().items() if heading and not commands(text)] == []
    assert "lag-falls" not in headings()


def test_the_page_names_only_commands_that_the_test_can_run() -> None:
    starts = {command.split()[0] for text in sections().values() for command in commands(text)}
    assert starts == {"wire", "curl"}


def send(settings: Settings) -> None:
    """Good stories, and one that none can be made of."""
    now = time.time_ns() // 1_000_000
    failed: list[Exception] = []
    with RawProducer(settings) as producer:
        for number in range(STORIES + 1):
            text = f"Ministers met in Paris on day {number}.\n\nThey said that talks would go on." if number else ""
            headers = RawHeaders(feed="desk", received=now, uri=f"urn:t:{number}", version=now)
            raw = RawStory(value=text.encode(), headers=headers)
            producer.send(raw, f"urn:t:{number}", lambda error: failed.append(error) if error else None)
        producer.flush()
    assert not failed


def typed(command: str, settings: Settings) -> subprocess.CompletedProcess[str]:
    """Run a command of the page as an operator does, on this test's own index and letter."""
    own = command.replace("stories-v", f"{settings.index_prefix}stories-v")
    own = own.replace("wire.prom", f"{settings.work_folder}.prom")
    if "show 3/57" in own:
        listed = run_wire(settings, "rejected", "list", "--state", "all", "--json").stdout.splitlines()
        own = own.replace("3/57", json.loads(listed[0])["letter"])
    shell = ["bash", "-c", WIRE + own]
    return subprocess.run(shell, env=environment(settings), capture_output=True, text=True, check=False, timeout=180)


def members(settings: Settings) -> dict[str, int]:
    """Worker processes of each role, as Kafka counts them."""
    return {flow.role: flow.members for flow in look_at_kafka(settings, 0.1).flows}


def stop_a_replay(settings: Settings) -> None:
    """Leave a replay unfinished, by killing it."""
    command = [sys.executable, "-m", "pipeline.cli", "replay", "raw", "--since", "1d", "--rate", "0.5"]
    process = subprocess.Popen(command, env=environment(settings), stderr=subprocess.DEVNULL)
    wait_until(lambda: any(one.unfinished for one in states(settings)), "the replay has begun")
    process.kill()
    process.wait(30)


@pytest.mark.stack
def test_every_command_of_the_page_works(wire: Settings, search_client: Elasticsearch) -> None:
    names = Names(wire.index_prefix)

    def indexed() -> int:
        if not search_client.indices.exists_alias(name=names.operators):
            return -1
        search_client.indices.refresh(index=names.operators)
        return int(search_client.count(index=names.operators)["count"])

    send(wire)
    faults = []
    with working(wire):
        wait_until(lambda: indexed() == STORIES, "all stories indexed")
        for heading, text in sections().items():
            if heading == "A replay is unfinished":
                stop_a_replay(wire)
            if heading == "Restore from nothing":
                remove_indexes(wire)
            for command in commands(text):
                if command.startswith("wire worker"):
                    with working(wire, *command.split()[2:]):
                        wait_until(lambda: members(wire) == {"enrich": 3, "index": 3}, "two more of each role work")
                    continue
                done = typed(command, wire)
                allowed = {0, 1, 2} if command.startswith("wire status") else {0}
                if done.returncode not in allowed or "Traceback" in done.stderr or '"error"' in done.stdout:
                    faults.append(f"{heading}: {command}: {done.returncode} {done.stdout[-800:]} {done.stderr[-800:]}")
        assert faults == []
        wait_until(lambda: indexed() == STORIES, "the index is restored")
