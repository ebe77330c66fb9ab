"""The README of the lists describes every list in the folder, and none that isn't there."""

from __future__ import annotations

import re
from fnmatch import fnmatch

from pipeline.gazetteer.lists import LISTS

README = (LISTS / "README.md").read_text(encoding="utf-8")
DESCRIBED = set(re.findall(r"`([\w*-]+\.txt)`", README))
FILES = {path.name for path in LISTS.glob("*.txt")}


def test_every_list_is_described() -> None:
    assert {name for name in FILES if not any(fnmatch(name, pattern) for pattern in DESCRIBED)} == set()


def test_every_list_that_is_described_is_there() -> None:
    assert {pattern for pattern in DESCRIBED if not any(fnmatch(name, pattern) for name in FILES)} == set()
    assert {"people-*.txt", "cities.txt"} <= DESCRIBED
