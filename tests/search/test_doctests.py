"""The examples in the docstrings of search are true."""

from __future__ import annotations

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["bare", "export", "names", "syntax", "when"])
def test_examples(name: str) -> None:
    result = doctest.testmod(importlib.import_module(f"pipeline.search.{name}"))
    assert result.attempted
    assert not result.failed
