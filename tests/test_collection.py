"""The search for garbage is put off for a block, and for no longer."""

from __future__ import annotations

import gc

import pytest

from pipeline.collection import no_collection


def test_it_goes_on_after_the_block_however_that_ends() -> None:
    with pytest.raises(ZeroDivisionError), no_collection():
        1 / int(gc.isenabled())  # fails only where it is off
    assert gc.isenabled()


def test_a_block_within_one_does_not_turn_it_on() -> None:
    with no_collection():
        with no_collection():
            pass
        assert not gc.isenabled()
