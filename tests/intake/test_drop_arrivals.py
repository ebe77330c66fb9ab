"""Which files of a drop folder are taken, when, and in which order; the clock is handed in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.intake.drop.arrivals import Arrival, Arrivals, is_left_alone
from pipeline.intake.drop.putting_away import put_away


def names(arrivals: list[Arrival]) -> list[str]:
    return [arrival.name for arrival in arrivals]


def only(arrivals: list[Arrival]) -> Arrival:
    (arrival,) = arrivals
    return arrival


def test_a_file_is_taken_when_it_has_stood_still_long_enough(tmp_path: Path) -> None:
    watched = Arrivals(tmp_path, settle=2)
    (tmp_path / "a.txt").write_text("one")
    assert names(watched.look(100.0)) == []
    assert names(watched.look(101.9)) == []
    assert names(watched.look(102.0)) == ["a.txt"]


def test_a_file_that_grows_is_waited_for(tmp_path: Path) -> None:
    watched = Arrivals(tmp_path, settle=2)
    file = tmp_path / "a.txt"
    for second in range(10):
        file.write_text("x" * (second + 1))
        assert names(watched.look(100.0 + second)) == []
    assert names(watched.look(111.0)) == ["a.txt"]


def test_a_file_whose_time_changes_is_waited_for(tmp_path: Path) -> None:
    watched = Arrivals(tmp_path, settle=2)
    file = tmp_path / "a.txt"
    file.write_text("one")
    watched.look(100.0)
    os.utime(file, ns=(1, 1))
    assert names(watched.look(102.0)) == []
    assert names(watched.look(104.0)) == ["a.txt"]


def test_an_old_time_does_not_make_a_file_complete(tmp_path: Path) -> None:
    """A copy may keep the time of its original while it is still being written, and a server's clock may be off."""
    watched = Arrivals(tmp_path, settle=2)
    file = tmp_path / "a.txt"
    file.write_text("half")
    os.utime(file, (1_000_000_000, 1_000_000_000))
    assert names(watched.look(100.0)) == []


def test_a_file_renamed_into_place_is_taken_at_once(tmp_path: Path) -> None:
    watched = Arrivals(tmp_path, settle=2)
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.txt").write_text("two")
    assert names(watched.look(100.0, {"b.txt"})) == ["b.txt"]
    assert names(watched.look(100.1)) == ["b.txt"]
    assert names(watched.look(100.2, {"a.txt"})) == ["a.txt", "b.txt"]


def test_an_empty_file_is_given_more_time(tmp_path: Path) -> None:
    watched = Arrivals(tmp_path, settle=2)
    (tmp_path / "a.txt").touch()
    watched.look(100.0)
    assert names(watched.look(119.0)) == []
    assert names(watched.look(120.0)) == ["a.txt"]


@pytest.mark.parametrize("name", [".a.txt", "a.txt.part", "a.txt.PART", "a.tmp", "a.txt~", "a.filepart", ".a.txt.swp"])
def test_an_unfinished_name_is_left_alone(tmp_path: Path, name: str) -> None:
    watched = Arrivals(tmp_path, settle=0)
    (tmp_path / name).write_text("one")
    assert is_left_alone(name)
    assert watched.look(100.0) == []


@pytest.mark.parametrize("name", ["a", "part", "tmp", "a.part.txt", "a~b", "tmp.xml"])
def test_a_name_that_only_resembles_one_is_taken(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("one")
    assert names(Arrivals(tmp_path, settle=0).look(100.0)) == [name]


def test_folders_links_and_pipes_are_left_alone(tmp_path: Path) -> None:
    secret = tmp_path / "elsewhere"
    secret.mkdir()
    (secret / "secret.txt").write_text("secret")
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "link.txt").symlink_to(secret / "secret.txt")
    (folder / "below").mkdir()
    os.mkfifo(folder / "pipe.txt")
    assert Arrivals(folder, settle=0).look(100.0) == []


def test_files_come_in_the_order_in_which_they_were_seen_and_changed(tmp_path: Path) -> None:
    watched = Arrivals(tmp_path, settle=2)
    for name in ("c.txt", "a.txt", "b.txt"):
        (tmp_path / name).write_text("one")
    watched.look(100.0)
    (tmp_path / "A-later.txt").write_text("one")
    watched.look(101.0)
    order = sorted(["c.txt", "a.txt", "b.txt"], key=lambda name: ((tmp_path / name).stat().st_ctime_ns, name))
    assert names(watched.look(110.0)) == [*order, "A-later.txt"]


def test_a_file_that_goes_before_it_is_complete_is_forgotten(tmp_path: Path) -> None:
    watched = Arrivals(tmp_path, settle=2)
    (tmp_path / "a.txt").write_text("one")
    watched.look(100.0)
    (tmp_path / "a.txt").unlink()
    assert watched.look(102.0) == []
    (tmp_path / "a.txt").write_text("one")
    assert watched.look(103.0) == []


@pytest.fixture
def arrival(tmp_path: Path) -> Arrival:
    (tmp_path / "a.txt").write_text("one")
    return only(Arrivals(tmp_path, settle=0).look(1.0))


def test_a_confirmed_file_is_in_done_and_nowhere_else(tmp_path: Path, arrival: Arrival) -> None:
    assert put_away(arrival, tmp_path) == tmp_path / "done" / "a.txt"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.txt", "done"]


def test_a_failed_file_has_its_reason_beside_it(tmp_path: Path, arrival: Arrival) -> None:
    assert put_away(arrival, tmp_path, "no story") == tmp_path / "failed" / "a.txt"
    assert (tmp_path / "failed" / "a.txt.reason.txt").read_text() == "no story\n"


def test_nothing_in_done_is_ever_overwritten(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / "latest.xml").write_text(f"version {number}")
        os.utime(tmp_path / "latest.xml", ns=(0, 5_000_000 if number < 3 else 9_000_000))
        assert put_away(only(Arrivals(tmp_path, settle=0).look(1.0)), tmp_path)
    kept = {path.name: path.read_text() for path in (tmp_path / "done").iterdir()}
    assert kept == {
        "latest.xml": "version 0",
        "latest~5.xml": "version 1",
        "latest~5-2.xml": "version 2",
        "latest~9.xml": "version 3",
    }


def test_a_newer_file_under_the_same_name_is_not_moved_but_taken_up_again(tmp_path: Path, arrival: Arrival) -> None:
    (tmp_path / "a.txt").write_text("a newer one")
    assert put_away(arrival, tmp_path) is None
    assert not (tmp_path / "done").exists()
    again = only(Arrivals(tmp_path, settle=1000).look(1.0))
    assert (again.name, again.path.read_text()) == ("a.txt", "a newer one")
    assert put_away(again, tmp_path) == tmp_path / "done" / "a.txt"
    assert (tmp_path / "done" / "a.txt").read_text() == "a newer one"


def test_two_newer_files_under_one_name_are_both_taken_up(tmp_path: Path, arrival: Arrival) -> None:
    (tmp_path / "a.txt").write_text("a newer one")
    put_away(arrival, tmp_path)
    (tmp_path / "a.txt").write_text("the newest of all")
    found = Arrivals(tmp_path, settle=0).look(1.0)
    assert [(one.name, one.path.read_text()) for one in found] == [
        ("a.txt", "a newer one"),
        ("a.txt", "the newest of all"),
    ]
    for one in found:
        assert put_away(one, tmp_path)
    assert sorted(path.read_text() for path in (tmp_path / "done").iterdir()) == ["a newer one", "the newest of all"]


def test_a_file_that_went_is_no_error(tmp_path: Path, arrival: Arrival) -> None:
    (tmp_path / "a.txt").unlink()
    assert put_away(arrival, tmp_path) is None


def test_a_file_found_on_its_way_at_a_start_is_taken_up_at_once(tmp_path: Path) -> None:
    """As if the watcher was killed between its two renames."""
    (tmp_path / ".a.b.txt.7.taken").write_text("one")
    again = only(Arrivals(tmp_path, settle=1000).look(1.0))
    assert again.name == "a.b.txt"
    assert put_away(again, tmp_path) == tmp_path / "done" / "a.b.txt"
