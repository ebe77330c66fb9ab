"""A built file is kept beside its package, else in the user's cache, and replaces what older lists made."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.gazetteer.built_file import built_file, write_built_file

NAME = "names-2.msgpack"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = tmp_path / "package"
    folder.mkdir()
    return folder


def test_a_built_file_is_read_where_it_was_written(package: Path) -> None:
    assert built_file(package, NAME) is None
    assert write_built_file(package, NAME, b"names") == package / "built" / NAME
    assert built_file(package, NAME) == package / "built" / NAME
    assert (package / "built" / NAME).read_bytes() == b"names"


def test_what_older_lists_made_is_removed_and_other_files_are_not(package: Path) -> None:
    write_built_file(package, "names-1.msgpack", b"old")
    write_built_file(package, "words-1.msgpack", b"of another package")
    write_built_file(package, NAME, b"names")
    assert {path.name for path in (package / "built").iterdir()} == {NAME, "words-1.msgpack"}


def test_where_the_package_can_t_be_written_the_user_s_cache_is(package: Path, tmp_path: Path) -> None:
    (package / "built").write_text("a file where the folder should be")
    assert write_built_file(package, NAME, b"names") == tmp_path / "home" / ".cache" / "wire" / "package" / NAME
    assert built_file(package, NAME) == tmp_path / "home" / ".cache" / "wire" / "package" / NAME


def test_where_nothing_can_be_written_nothing_is(package: Path, tmp_path: Path) -> None:
    (package / "built").write_text("a file where the folder should be")
    (tmp_path / "home").write_text("a file where the folder should be")
    assert write_built_file(package, NAME, b"names") is None
    assert built_file(package, NAME) is None
