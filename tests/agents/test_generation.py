"""After a rebalance only what was read since counts: the rest is read again, and must not be sent before its turn."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from pipeline.agents.app import of_this_generation


def event(offset: int, generation: int) -> Any:
    return SimpleNamespace(message=SimpleNamespace(offset=offset, generation_id=generation))


def test_what_was_read_before_the_rebalance_is_let_go() -> None:
    """A batch of both: Faust's buffers hold the one, and what follows is read again from the committed offset."""
    events = [event(519, 1), event(520, 1), event(253, 2), event(254, 2)]
    assert [one.message.offset for one in of_this_generation(SimpleNamespace(consumer_generation_id=2), events)] == [
        253,
        254,
    ]


def test_without_a_rebalance_all_of_a_batch_counts() -> None:
    events = [event(7, 1), event(8, 1)]
    assert of_this_generation(SimpleNamespace(consumer_generation_id=1), events) == events
