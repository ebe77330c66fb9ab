"""The disk under both servers runs full, and is given room again."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import ApiError, Elasticsearch

from pipeline.search.bulk import Answer, Fate, bulk
from pipeline.search.client import connect, connect_async
from pipeline.search.document import bulk_lines
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.stack import Stack, StackConfig
from pipeline.status.search import look_at_search
from tests.faults.oracle import Oracle
from tests.search.indexing import story
from tests.stack_fixtures import wait_until, wire_on, working

pytestmark = pytest.mark.stack

DISK = 900_000_000
"""Bytes of the small disk. It lies in memory, and takes of that only what is written."""


FLOOD = 100_000_000
"""Bytes free below which the embedded Elasticsearch makes its indexes read-only."""


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("small-disk")
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], check=False)
    if mounted.returncode:
        pytest.skip("mounting a small disk is forbidden here")
    yield folder
    (folder / "ballast").unlink(missing_ok=True)
    subprocess.run(["umount", folder], check=True)


@pytest.fixture(scope="module")
def small(small_disk: Path) -> Iterator[Stack]:
    """Both servers on the small disk."""
    with Stack(StackConfig(data=small_disk, elasticsearch_heap="512m", quick=True)) as running:
        with Elasticsearch(running.elasticsearch_url) as client:  # by itself it looks at its disk twice a minute
            client.cluster.put_settings(persistent={"cluster.info.update.interval": "10s"})
        yield running


@pytest.fixture
def oracle(small: Stack, prefix: str, tmp_path: Path) -> Iterator[Oracle]:
    """The books of a pipeline on that disk."""
    with wire_on(small, tmp_path, prefix) as settings, connect(settings) as client:
        yield Oracle(settings, client)


def fill(folder: Path, leave: int) -> Path:
    """Write until only `leave` bytes are free; the file to remove."""
    ballast = folder / "ballast"
    ballast.unlink(missing_ok=True)
    room = os.statvfs(folder)
    with ballast.open("wb", buffering=0) as file:  # a buffer would raise what didn't fit at its end, once more
        left = room.f_bavail * room.f_frsize - leave
        while left > 0:
            try:
                left -= file.write(bytes(min(left, 4_000_000)))
            except OSError:
                break
    return ballast


def test_a_disk_nearly_full_is_named_and_waited_for(
    oracle: Oracle, small_disk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Elasticsearch makes its indexes read-only; the log says it in its words; with room, all goes on by itself."""
    said = ""
    oracle.produce(200)
    with working(oracle.settings):
        oracle.wait_for(200)
        ballast = fill(small_disk, leave=FLOOD // 2)
        wait_until(lambda: _blocked(oracle), "the index is read-only")
        oracle.produce(200, first=200)

        def flood_is_named() -> bool:
            nonlocal said
            said += capfd.readouterr().err
            return "flood-stage" in said

        wait_until(flood_is_named, "the worker says why it waits")
        ballast.unlink()
        oracle.wait_until_final()


def _blocked(oracle: Oracle) -> bool:
    settings = oracle.client.indices.get_settings(index=f"{oracle.settings.index_prefix}*", name="index.blocks*")
    return any(settings[index]["settings"] for index in settings)


def test_a_full_disk_ends_the_broker_and_nothing_that_was_confirmed_is_lost(
    oracle: Oracle, small: Stack, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broker that can't write ends; `wire up` names it. With room and a new start the work goes on.

    Elasticsearch gives up its mastership; the log and `wire status` name that. With room it goes on by itself.
    """
    oracle.produce(300)
    ballast = fill(small_disk, leave=0)
    assert oracle.try_to_produce(5_000, first=1_000, seconds=10)
    wait_until(lambda: small.fallen() is small.kafka, "the broker ends")
    monkeypatch.setattr("pipeline.search.bulk.SERVER_WAITS", "1s")
    wait_until(lambda: "no master" in why_it_waits(oracle.settings), "what the index worker would log names the cause")
    with pytest.raises(ApiError, match="master_not_discovered"):
        look_at_search(oracle.settings, now=0)
    ballast.unlink()
    small.kafka.start()
    small.kafka.wait_ready()
    oracle.produce(100, first=10_000)
    with working(oracle.settings):
        wait_until(lambda: oracle.sent.items() <= oracle.versions().items(), "all that was confirmed is indexed")


def why_it_waits(settings: Settings) -> str:
    """Why a story can't be indexed now; empty where that is final: damaged by the full disk, or indexed."""

    async def answer() -> Answer:
        async with connect_async(settings) as client:
            (only,) = await bulk(client, Names(settings.index_prefix).write, [bulk_lines(story("urn:fault:now"))])
        return only

    found = asyncio.run(answer())
    return found.detail if found.fate is Fate.RETRY else ""
