"""The examples in docstrings of the status are true."""

from __future__ import annotations

import doctest

from pipeline.status import watermark


def test_the_examples_are_true() -> None:
    result = doctest.testmod(watermark)
    assert result.attempted
    assert not result.failed
