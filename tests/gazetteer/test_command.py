"""`wire gazetteer` builds, checks and shows; the same lists give the same bytes."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from pipeline.cli.gazetteer import gazetteer
from pipeline.failure import OperatorError
from pipeline.gazetteer import build, lookup
from pipeline.gazetteer.known import Built

RUNNER = CliRunner()


@pytest.fixture
def read_before(monkeypatch: pytest.MonkeyPatch, gazetteer: Built) -> None:
    """Commands that are asked for many names take the gazetteer that is loaded already."""
    monkeypatch.setattr(build, "load_gazetteer", lambda: gazetteer)


COMPILE = """
import hashlib, msgspec
from pipeline.gazetteer.compile import compiled
from pipeline.gazetteer.lists import LISTS
print(hashlib.sha256(msgspec.msgpack.encode(compiled(LISTS))).hexdigest())
"""


def test_the_same_lists_give_the_same_bytes_in_another_process(gazetteer: Built) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    made = subprocess.run([sys.executable, "-c", COMPILE], env=environment, capture_output=True, text=True, check=True)
    assert made.stdout.strip() == hashlib.sha256(msgspec.msgpack.encode(gazetteer)).hexdigest()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Putin", "wd:Q7747"),
        ("بوتين", "wd:Q7747"),
        ("Путин", "wd:Q7747"),
        ("POUTINE", "wd:Q7747"),
        ("الأمم المتحدة", "wd:Q1065"),
        ("wd:Q1065", "United Nations"),
    ],
)
@pytest.mark.usefixtures("read_before")
def test_show_says_what_a_name_resolves_to(name: str, expected: str) -> None:
    shown = RUNNER.invoke(gazetteer, ["show", name])
    assert shown.exit_code == 0
    assert expected in shown.stdout


@pytest.mark.parametrize(("name", "condition"), [("US", "in capitals"), ("Messi", "always"), ("ICJ", "in capitals")])
def test_show_says_under_which_conditions(name: str, condition: str) -> None:
    assert condition in RUNNER.invoke(gazetteer, ["show", name]).stdout


@pytest.mark.usefixtures("read_before")
@pytest.mark.parametrize("name", ["Zelenskijj", "qqqq", "", "  ", "wd:Q0"])
def test_an_unknown_name_is_said_to_be_unknown(name: str) -> None:
    shown = RUNNER.invoke(gazetteer, ["show", name])
    assert shown.exit_code == 1
    assert shown.stdout == ""


def test_the_nearest_known_names_of_a_misspelt_one_are_found(gazetteer: Built) -> None:
    assert "zelensky" in lookup.near(gazetteer, "Zelenskijj")
    assert lookup.near(gazetteer, "") == []


def test_check_names_file_and_line_and_fails(tmp_path: Path) -> None:
    (tmp_path / "people-x.txt").write_text("# people\n\nQ1 | Ada Example | country=GB | آدا\n", "utf-8")
    found = RUNNER.invoke(gazetteer, ["check", "--lists", str(tmp_path)])
    assert found.exit_code == 1
    assert "people-x.txt:3: id:" in found.stdout


def test_check_of_sound_lists_succeeds_and_prints_nothing(tmp_path: Path) -> None:
    (tmp_path / "people-x.txt").write_text("wd:Q1 | Ada Example | country=GB | آدا\n", "utf-8")
    found = RUNNER.invoke(gazetteer, ["check", "--lists", str(tmp_path)])
    assert (found.exit_code, found.stdout) == (0, "")


def test_advice_is_printed_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "organisations-x.txt").write_text("- | Edeka | type=company |\n", "utf-8")
    assert RUNNER.invoke(gazetteer, ["check", "--lists", str(tmp_path)]).stdout == ""
    assert "Arabic" in RUNNER.invoke(gazetteer, ["check", "--lists", str(tmp_path), "--advice"]).stdout


def test_a_folder_without_lists_is_the_operator_s_error(tmp_path: Path) -> None:
    assert isinstance(RUNNER.invoke(gazetteer, ["check", "--lists", str(tmp_path)]).exception, OperatorError)
