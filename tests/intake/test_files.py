"""Files and folders as transmissions: whose feed they are, and what is refused before it is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import typer

from pipeline.cli.produce import Tally, _transmissions, produce
from pipeline.intake.files import raw_from_file
from pipeline.topics import MAX_TRANSMISSION_BYTES


def test_a_file_s_feed_is_the_first_folder_below_where_that_is_wanted(tmp_path: Path) -> None:
    for name in ("afp-ar/a.txt", "desk/deeper/b.txt", "No Feed/c.txt", "d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("A story")
    tally = Tally()
    found = {raw.headers.uri: raw.headers.feed for _, raw in _transmissions([str(tmp_path)], None, "auto", tally)}
    assert found == {"urn:wire:afp-ar:a": "afp-ar", "urn:wire:desk:b": "desk"}
    assert sorted(sentence.split(": ")[0] for sentence in tally.failed) == [
        str(tmp_path / "No Feed" / "c.txt"),
        str(tmp_path / "d.txt"),
    ]


def test_with_a_feed_every_folder_s_files_are_its(tmp_path: Path) -> None:
    (tmp_path / "No Feed").mkdir()
    (tmp_path / "No Feed" / "c.txt").write_text("A story")
    (raw,) = (raw for _, raw in _transmissions([str(tmp_path)], "desk", "auto", Tally()))
    assert raw.headers.feed == "desk"


def test_a_file_too_large_for_kafka_is_refused_with_its_head_and_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    with file.open("wb") as sparse:
        sparse.write(b"It begins like this")
        sparse.truncate(100 * MAX_TRANSMISSION_BYTES)
    with pytest.raises(OSError, match="begins: It begins like this"):
        raw_from_file(file, "desk")


def test_a_file_that_just_fits_is_taken(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    with file.open("wb") as sparse:
        sparse.truncate(MAX_TRANSMISSION_BYTES)
    assert len(raw_from_file(file, "desk").value) == MAX_TRANSMISSION_BYTES


def test_a_file_is_named_by_its_name_and_time(tmp_path: Path) -> None:
    file = tmp_path / "0001.v2.txt"
    file.write_text("A story")
    os.utime(file, ns=(0, 1_700_000_000_123_456_789))
    headers = raw_from_file(file, "desk").headers
    assert (headers.uri, headers.version) == ("urn:wire:desk:0001.v2", 1_700_000_000_123)


@pytest.mark.parametrize(("feed", "form"), [("desk", "morse"), ("desk", ""), ("No Feed", "auto"), ("desk\n", "auto")])
def test_a_feed_or_format_that_is_none_is_refused_before_anything_is_sent(feed: str, form: str) -> None:
    with pytest.raises(typer.BadParameter):
        produce(["story.txt"], feed=feed, form=form)
