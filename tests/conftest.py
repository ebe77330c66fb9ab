"""Options of the test run."""

from __future__ import annotations

import pytest

from pipeline.story.rules import Rules, load_rules

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


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The core's rules, loaded once for all tests of a process: that takes as long as a hundred stories."""
    return load_rules()
