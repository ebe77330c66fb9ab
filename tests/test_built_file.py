"""A built file is kept beside its package, else in the user's cache, and replaces what older lists made."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pipeline.built_file import built_file, digest_of, load_built, write_built_file

NAME = "names-2.msgpack"


class Names(msgspec.Struct):
    """What is kept."""

    of: list[str]


OLD, OWN = Names(["old"]), Names(["own"])


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = tmp_path / "package"
    folder.mkdir()
    return folder


def test_a_built_file_is_read_where_it_was_written(package: Path) -> None:
    assert built_file(package, NAME) is None
    assert write_built_file(package, NAME, OWN) == package / "built" / NAME
    assert built_file(package, NAME) == package / "built" / NAME
    assert load_built(package, NAME, Names, lambda: OLD) == OWN


def test_what_older_lists_made_is_removed_and_other_files_are_not(package: Path) -> None:
    write_built_file(package, "names-1.msgpack", OLD)
    write_built_file(package, "words-1.msgpack", OLD)
    write_built_file(package, NAME, OWN)
    assert {path.name for path in (package / "built").iterdir()} == {NAME, "words-1.msgpack"}


def test_where_the_package_can_t_be_written_the_user_s_cache_is(package: Path, tmp_path: Path) -> None:
    (package / "built").write_text("a file where the folder should be")
    assert write_built_file(package, NAME, OWN) == tmp_path / "home" / ".cache" / "wire" / "package" / NAME
    assert built_file(package, NAME) == tmp_path / "home" / ".cache" / "wire" / "package" / NAME


def test_where_nothing_can_be_written_nothing_is(package: Path, tmp_path: Path) -> None:
    (package / "built").write_text("a file where the folder should be")
    (tmp_path / "home").write_text("a file where the folder should be")
    assert write_built_file(package, NAME, OWN) is None
    assert built_file(package, NAME) is None


def test_what_is_not_there_is_built_and_written(package: Path) -> None:
    assert load_built(package, NAME, Names, lambda: OWN) == OWN
    assert load_built(package, NAME, Names, lambda: OLD) == OWN


def test_a_digest_changes_with_a_source_s_bytes_and_name_and_with_what_else_decides(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("same")
    one = digest_of(["msgspec"], [tmp_path / "a.txt"])
    assert one == digest_of(["msgspec"], [tmp_path / "a.txt"])
    others = [
        digest_of([], [tmp_path / "a.txt"]),
        digest_of(["msgspec"], [tmp_path / "b.txt"]),
        digest_of(["msgspec"], [tmp_path / "a.txt"], "more"),
    ]
    (tmp_path / "a.txt").write_text("other")
    others.append(digest_of(["msgspec"], [tmp_path / "a.txt"]))
    assert len({one, *others}) == 5
