"""Flags of the test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` runs the unbounded forms, `--regenerate` rewrites the goldens for review as a diff."""
    parser.addoption("--long", action="store_true", help="run the tests marked long")
    parser.addoption("--regenerate", action="store_true", help="rewrite tests/golden instead of comparing")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skips the long tests unless they are asked for."""
    if config.getoption("--long"):
        return
    for test in items:
        if "long" in test.keywords:
            test.add_marker(pytest.mark.skip(reason="runs with --long"))
