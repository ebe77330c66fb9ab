"""Flags that every test folder shares."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the unbounded forms of bounded tests too")
    parser.addoption("--regenerate", action="store_true", help="rewrite expected files; review them as a diff")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="long: runs with --long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)
