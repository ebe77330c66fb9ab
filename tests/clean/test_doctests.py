"""The doctest of each fix holds."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from pipeline.story import clean

MODULES = [f"{clean.__name__}.{m.name}" for m in pkgutil.iter_modules(clean.__path__)] + ["pipeline.lexicon.words"]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
