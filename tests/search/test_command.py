"""`wire search` as people and scripts use it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.failure import OperatorError
from pipeline.search.export import PAGE, exported
from pipeline.search.names import Names
from pipeline.search.request import Request
from pipeline.settings import Settings
from tests.search.indexing import BORN, index_stories, story
from tests.stack_fixtures import run_wire

pytestmark = pytest.mark.stack

DAY = timedelta(days=1)
FORMULA = "=HYPERLINK('http://example.org')"


@pytest.fixture(scope="module")
def index(library: Settings) -> Settings:
    """A few stories; one is hidden, one has a headline that a spreadsheet would run."""
    index_stories(
        library,
        [
            story("urn:test:floods", headline="Floods in the valley", body_text="The river rose."),
            story(
                "urn:test:formula", headline=FORMULA, body_text="The river fell.", versioncreated=BORN + timedelta(1)
            ),
            story("urn:test:arabic", headline="فيضان في الوادي", body_text="ارتفع منسوب النهر.", language="ar"),
            story("urn:test:killed", headline="The river is poisoned", pubstatus="canceled"),
        ],
    )
    return library


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


Command = Callable[..., Ended]


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch, index: Settings) -> Command:
    """`wire search` on the stories, in this process: to start one takes two seconds."""

    def run(*arguments: str, **changed: object) -> Ended:
        monkeypatch.setattr("pipeline.cli.search.settings", lambda: index.model_copy(update=changed))
        done = CliRunner().invoke(app, ["search", *arguments], env={"COLUMNS": "200"})
        if isinstance(done.exception, OperatorError):
            return Ended(OperatorError.EXIT, done.stdout, str(done.exception))
        return Ended(done.exit_code, done.stdout, done.stderr)

    return run


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_json_is_one_object_a_line_with_the_fields_that_scripts_need(index: Settings) -> None:
    done = run_wire(index, "search", "river", "--json", "--sort", "time")
    assert done.returncode == 0, done.stderr
    found = lines(done.stdout)
    assert [one["uri"] for one in found] == ["urn:test:formula", "urn:test:floods"]
    assert {"uri", "score", "headline", "language", "versioncreated"} <= set(found[0])
    assert found[0]["score"]


def test_a_person_sees_headline_count_and_how_to_see_more(search: Command) -> None:
    done = search("river", "--size", "1")
    assert done.returncode == 0, done.stderr
    assert "1 of 2 stories; --size 2 shows more" in done.stdout
    assert "poisoned" not in done.stdout


def test_right_to_left_text_is_isolated_from_the_rest_of_the_line(search: Command) -> None:
    done = search("فيضان")
    isolated = "\N{FIRST STRONG ISOLATE}\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}فيضان"
    assert isolated in done.stdout


def test_operators_see_what_is_hidden_and_why(search: Command) -> None:
    done = search("poisoned", "--all")
    assert done.returncode == 0, done.stderr
    assert "killed" in done.stdout


def test_facets_are_counted(search: Command) -> None:
    done = search("--facets", "--json")
    assert lines(done.stdout)[-1]["facets"]["language"] == {"en": 2, "ar": 1}  # type: ignore[index]  # of a line of JSON


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["nowhere"], 1, "nothing found"),
        (['"open'], 2, "a quotation mark is not closed"),
        (["colour:red"], 2, 'there is no field "colour"'),
        (["river", "--since", "soon"], 2, "soon is no time"),
        (["river", "--zone", "Mars/Olympus"], 2, "is no time zone"),
        (["--similar", "urn:test:killed"], 2, "there is no story urn:test:killed that you may see"),
        (["river", "--size", "0"], 2, "--size"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(search: Command, arguments: list[str], status: int, said: str) -> None:
    done = search(*arguments)
    assert done.returncode == status
    assert said in " ".join((done.stdout + done.stderr).split())
    assert "Traceback" not in done.stderr


def test_an_index_that_is_missing_is_an_operator_s_affair(search: Command) -> None:
    done = search("river", index_prefix="nowhere-")
    assert done.returncode == 3
    assert "wire setup" in done.stderr


def test_an_elasticsearch_that_is_away_is_said(index: Settings) -> None:
    done = run_wire(index.model_copy(update={"elasticsearch_url": "http://127.0.0.1:9"}), "search", "river")
    assert done.returncode == 3
    assert "Is it up (`wire up`)" in done.stderr


def test_a_window_is_said_in_its_zone(search: Command) -> None:
    done = search("river", "--since", "2026-11-20", "--zone", "Asia/Beirut")
    assert "from 2026-11-20 00:00 EET" in done.stdout


def test_csv_is_safe_in_a_spreadsheet(search: Command, tmp_path: Path) -> None:
    file = tmp_path / "river.csv"
    done = search("river", "--export", "csv", "--output", str(file))
    assert done.returncode == 0, done.stderr
    assert "2 stories written" in done.stderr
    text = file.read_bytes().decode("utf-8-sig")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["headline"] for row in rows] == ["'" + FORMULA, "Floods in the valley"]


def test_an_export_never_writes_over_a_file(search: Command, tmp_path: Path) -> None:
    file = tmp_path / "river.csv"
    file.write_text("mine")
    done = search("river", "--export", "csv", "--output", str(file))
    assert done.returncode == 3
    assert file.read_text() == "mine"
    assert [one.name for one in tmp_path.glob("river*")] == ["river.csv"]


def test_an_export_to_standard_output_holds_nothing_but_stories(search: Command) -> None:
    done = search("--export", "jsonl")
    assert {one["uri"] for one in lines(done.stdout)} == {"urn:test:floods", "urn:test:formula", "urn:test:arabic"}


def test_an_export_of_nothing_ends_with_1(search: Command) -> None:
    assert search("nowhere", "--export", "csv").returncode == 1


def test_an_export_is_whole_and_each_story_once_while_others_are_indexed(
    searchable: Settings, client: Elasticsearch
) -> None:
    """More than two pages; a kill in between does not change what the export began with, nor a new story."""
    names = Names(searchable.index_prefix)
    every = [story(f"urn:test:{n}", versioncreated=BORN + timedelta(seconds=n % 7)) for n in range(2 * PAGE + 10)]
    index_stories(searchable, [*every, story("urn:test:embargoed", embargoed=BORN + timedelta(days=36_500))])
    written: list[str] = []
    pages: Iterator[tuple[int, list[dict[str, object]]]] = exported(client, names, Request(), None)
    for number, (total, stories) in enumerate(pages):
        written += [str(one["uri"]) for one in stories]
        assert total == len(every)
        if number == 0:
            index_stories(searchable, [story("urn:test:new"), story("urn:test:0", pubstatus="canceled")])
    assert len(written) == len(set(written)) == len(every)
    assert set(written) == {one.uri for one in every}
