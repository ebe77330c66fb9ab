"""A drop folder on the real Kafka and Elasticsearch: complete files go in once, whatever happens to the watcher."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from pipeline.intake.drop.folders import Folders
from pipeline.intake.drop.watch import Watch
from pipeline.kafka.reading import read_to_end
from pipeline.settings import Settings
from pipeline.topics import RAW
from tests.main_job.test_main_job import count, indexed
from tests.stack_fixtures import environment, wait_until, working

pytestmark = pytest.mark.stack


def start_watch(
    settings: Settings, folder: Path, *options: str, errors: int = subprocess.DEVNULL
) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "pipeline.cli", "produce", "--watch", str(folder), "--settle", "0.3", *options]
    return subprocess.Popen(command, env=environment(settings), stdout=subprocess.DEVNULL, stderr=errors, text=True)


@contextmanager
def watching(settings: Settings, folder: Path, *options: str) -> Iterator[None]:
    """`wire produce --watch` while the block runs; it must stop in good order."""
    process = start_watch(settings, folder, *options)
    try:
        yield
    finally:
        process.terminate()
        status = process.wait(60)
    assert status == 0


def story(number: int) -> str:
    return f"Ministers meet about item {number}\n\nPARIS (WSP) - The ministers met on Monday about agenda {number}.\n"


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def waiting(folder: Path) -> list[str]:
    """Files that are not put away, those on their way included; the lock is none."""
    return [name for name in files_in(folder) if name != ".wire-watch.lock"]


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("options", [(), ("--poll", "0.2")], ids=["events", "polling"])
def test_complete_files_go_in_and_are_moved_and_others_are_left(
    wire: Settings, drop: Path, options: tuple[str, ...]
) -> None:
    (drop / "before.txt").write_text(story(1))
    (drop / "empty.txt").touch()
    (drop / "unfinished.txt.part").write_text(story(2))
    (drop / "below").mkdir()
    (drop / "below" / "deeper.txt").write_text(story(3))
    with watching(wire, drop, "--feed", "desk", *options):
        wait_until(lambda: files_in(drop / "done") == ["before.txt"], "the first file is done")
        (drop / "unfinished.txt.part").rename(drop / "finished.txt")
        (drop / "during.txt").write_text(story(4))
        wait_until(lambda: len(files_in(drop / "done")) == 3, "the others are done")
        wait_until(lambda: files_in(drop / "failed") == ["empty.txt", "empty.txt.reason.txt"], "the empty one failed")
    assert waiting(drop) == []
    assert (drop / "failed" / "empty.txt.reason.txt").read_text() == "empty\n"
    assert files_in(drop / "below") == ["deeper.txt"]
    sent = {record.key.decode(): record for record in read_to_end(wire, RAW)}
    assert set(sent) == {f"urn:wire:desk:{name}" for name in ("before", "finished", "during")}
    record = sent["urn:wire:desk:during"]
    done = drop / "done" / "during.txt"
    assert record.value == done.read_bytes()
    assert dict(record.headers)["version"] == str(done.stat().st_mtime_ns // 1_000_000).encode()


def test_each_folder_below_is_a_feed_where_that_is_wanted(wire: Settings, drop: Path) -> None:
    for feed in ("afp-ar", "desk", "No Feed"):
        (drop / feed).mkdir()
        (drop / feed / "a.txt").write_text(story(1))
    (drop / "a.txt").write_text(story(2))
    with watching(wire, drop, "--feed-from-folder"):
        wait_until(lambda: files_in(drop / "desk" / "done") == ["a.txt"], "the feeds' files are done")
        (drop / "later").mkdir()
        (drop / "later" / "a.txt").write_text(story(3))
        wait_until(lambda: files_in(drop / "later" / "done") == ["a.txt"], "a feed that came later is seen")
    sent = {(record.key.decode(), dict(record.headers)["feed"].decode()) for record in read_to_end(wire, RAW)}
    assert sent == {(f"urn:wire:{feed}:a", feed) for feed in ("afp-ar", "desk", "later")}
    assert files_in(drop / "No Feed") == ["a.txt"]
    assert waiting(drop) == ["a.txt"]


def test_the_same_name_again_is_a_new_version_of_the_story(
    wire: Settings, drop: Path, search_client: Elasticsearch
) -> None:
    with watching(wire, drop, "--feed", "desk"), working(wire):
        for number in range(3):
            (drop / "latest.txt").write_text(story(number))
            wait_until(lambda number=number: len(files_in(drop / "done")) == number + 1, "it is done")
        wait_until(
            lambda: "item 2" in str(indexed(search_client, wire).get("urn:wire:desk:latest")), "the last is indexed"
        )
        assert count(search_client, wire) == 1
    assert sorted(path.read_text() for path in (drop / "done").iterdir()) == [story(number) for number in range(3)]


def test_a_folder_has_one_watcher(wire: Settings, drop: Path) -> None:
    with watching(wire, drop, "--feed", "desk"):
        (drop / "a.txt").write_text(story(1))
        wait_until(lambda: files_in(drop / "done") == ["a.txt"], "the first watcher works")
        second = start_watch(wire, drop)
        assert second.wait(60) == 3


def test_without_kafka_files_stay_where_they_are_and_it_is_said(wire: Settings, drop: Path) -> None:
    away = wire.model_copy(update={"kafka_bootstrap": "127.0.0.1:1"})
    (drop / "a.txt").write_text(story(1))
    with start_watch(away, drop, errors=subprocess.PIPE) as process:
        assert process.stderr is not None
        said = next(line for line in process.stderr if "Kafka does not answer" in line)
        process.terminate()
        assert process.wait(60) == 0
    assert "stay where they are" in said
    assert waiting(drop) == ["a.txt"]
    assert not (drop / "done").exists()


class WithOneThatIsGone(Folders):
    """As if a feed's folder was taken away between listing and looking, at every round."""

    def feeds(self) -> list[tuple[Path, str]]:
        """One that doesn't exist, then the others."""
        return [(self.root / "gone", "gone"), *super().feeds()]


def test_a_folder_that_can_t_be_read_does_not_keep_the_others_waiting(wire: Settings, drop: Path) -> None:
    (drop / "desk").mkdir()
    (drop / "desk" / "a.txt").write_text(story(1))
    watch = Watch(wire, WithOneThatIsGone(drop, None), settle=0.1)
    running = threading.Thread(target=watch.run)
    running.start()
    try:
        wait_until(lambda: files_in(drop / "desk" / "done") == ["a.txt"], "the other feed's file is done")
    finally:
        watch.stop()
        running.join(60)


def test_killed_at_random_moments_every_file_is_in_the_index_once(
    wire: Settings, drop: Path, search_client: Elasticsearch, long: bool
) -> None:
    """Half of the files lie there before, half are put down meanwhile, as senders do: by rename and by writing."""
    files, kills = (4000, 10) if long else (2000, 4)
    chance = random.Random(20261124)  # noqa: S311 - repeatable moments, not a secret
    for number in range(files // 2):
        (drop / f"{number:04}.txt").write_text(story(number))

    def put_down() -> None:
        for number in range(files // 2, files):
            part = drop / f"{number:04}.txt.part"
            part.write_text(story(number))
            part.rename(part.with_suffix(""))

    sender = threading.Thread(target=put_down)
    sender.start()
    with working(wire):
        for _ in range(kills):
            watcher = start_watch(wire, drop, "--feed", "desk")
            moved = len(files_in(drop / "done"))
            target = moved + chance.randrange(1, files // (3 * kills))  # it goes on while we look
            wait_until(lambda target=target: len(files_in(drop / "done")) >= target, "it works")
            os.kill(watcher.pid, signal.SIGKILL)
            watcher.wait()
        sender.join()
        assert waiting(drop), "killed too late to prove anything"
        with watching(wire, drop, "--feed", "desk"):
            wait_until(lambda: waiting(drop) == [], "every file is put away", 240)
        wait_until(lambda: count(search_client, wire) == files, "every file is indexed", 240)
    assert len(files_in(drop / "done")) == files
    found = indexed(search_client, wire)
    assert set(found) == {f"urn:wire:desk:{number:04}" for number in range(files)}
    assert all(f"item {int(uri[-4:])}" in str(one["headline"]) for uri, one in found.items())


@pytest.mark.long
def test_ten_thousand_files_at_once_are_fine(wire: Settings, drop: Path) -> None:
    for number in range(10_000):
        (drop / f"{number:05}.txt").write_text(story(number))
    began = time.monotonic()
    with watching(wire, drop, "--feed", "desk"):
        wait_until(lambda: waiting(drop) == [], "every file is put away", 300)
    print(f"10,000 files in {time.monotonic() - began:.1f} s")
    assert len(files_in(drop / "done")) == 10_000
    assert len({record.key for record in read_to_end(wire, RAW)}) == 10_000
