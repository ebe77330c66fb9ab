"""Options of the test run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from pipeline.cli import main
from pipeline.gazetteer.known import Built
from pipeline.lexicon.words import Words
from pipeline.settings import settings
from pipeline.story.entities import Tagger
from pipeline.story.language import Detector
from pipeline.story.rules import Rules
from tests import loaded

pytest_plugins = ["tests.stack_fixtures"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the unbounded form of bounded tests too")
    parser.addoption(
        "--servers",
        metavar="KAFKA,URL",
        help="use servers that run already (`wire up --processes 0`) instead of starting some",
    )
    parser.addoption("--regenerate", action="store_true", help="write golden files anew; review them as a diff")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="long form; run with --long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)


@pytest.fixture
def regenerate(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(request.config.getoption("--regenerate"))


@pytest.fixture
def long(request: pytest.FixtureRequest) -> bool:
    """Whether a bounded test is to run in its unbounded form."""
    return bool(request.config.getoption("--long"))


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said on its standard error."""

    status: int
    said: str


@pytest.fixture
def wire_here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Ended]]:
    """Runs a `wire` command in this process, with variables of the environment: a process of its own takes seconds."""

    def run(*arguments: str, **variables: str) -> Ended:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["wire", *arguments])
        settings.cache_clear()
        with pytest.raises(SystemExit) as ended:
            main()
        return Ended(int(ended.value.code or 0), capsys.readouterr().err)

    yield run
    settings.cache_clear()


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The core's rules."""
    return loaded.rules()


@pytest.fixture(scope="session")
def detector(rules: Rules) -> Detector:
    """The rules' language stage."""
    return rules.detector


@pytest.fixture(scope="session")
def tagger(rules: Rules) -> Tagger:
    """The rules' entity stage."""
    return rules.tagger


@pytest.fixture(scope="session")
def words(rules: Rules) -> Words:
    """The rules' lexicon."""
    return rules.words


@pytest.fixture(scope="session")
def gazetteer() -> Built:
    """The names that the tagger knows."""
    return loaded.gazetteer()
