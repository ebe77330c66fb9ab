"""A forecast counts stories, not records, and comes out the same in whatever order they were read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.replay.comparing import Compared, Effect, FieldChange, Forecast, changes

CHANGED = (FieldChange("language", "pt", "es"),)


@pytest.mark.parametrize(
    ("external", "kill", "indexed", "indexed_kill", "differs", "effect"),
    [
        (5, False, None, False, False, "new"),
        (5, False, 4, False, True, "changed"),
        (5, False, 5, False, True, "changed"),
        (5, False, 5, False, False, "unchanged"),
        (5, False, 4, False, False, "unchanged"),
        (5, False, 6, False, True, "stale"),
        (5, False, 6, True, True, "killed"),
        (5, True, 4, False, True, "killed"),
        (5, True, None, False, False, "killed"),
        (5, True, 6, False, True, "stale"),
        (5, False, 4, True, True, "changed"),  # usable again, in a newer version: that is no resurrection
    ],
)
def test_each_story_has_its_effect(
    external: int, kill: bool, indexed: int | None, indexed_kill: bool, differs: bool, effect: Effect
) -> None:
    assert Compared("u", external, kill, indexed, indexed_kill, CHANGED if differs else ()).effect == effect


COMPARED = st.builds(
    Compared,
    id=st.sampled_from("abc"),
    external=st.integers(1, 4),
    kill=st.just(False),
    indexed=st.just(2),
    indexed_kill=st.just(False),
    changes=st.just(CHANGED),
)


@given(st.lists(COMPARED, max_size=12), st.randoms(use_true_random=False))
def test_of_several_versions_the_newest_decides_in_whatever_order(records: list[Compared], chance: object) -> None:
    first, second = Forecast(), Forecast()
    for one in records:
        first.add(one, examples=2)
    chance.shuffle(records)  # type: ignore[attr-defined]
    for one in records:
        second.add(one, examples=2)
    assert first.effects == second.effects
    assert first.fields == second.fields
    assert sum(first.effects.values()) == len({one.id for one in records})
    assert set(first.examples) <= {one.id for one in records}


def test_only_fields_that_differ_are_told_and_long_texts_where_they_begin_to() -> None:
    before = {"language": "pt", "generation": 1, "body_text": "x" * 500 + "old" + "y" * 500, "same": [1]}
    after = {"language": "pt", "generation": 2, "body_text": "x" * 500 + "new" + "y" * 500, "same": [1], "kicker": "k"}
    told = changes(before, after)
    assert [one.field for one in told] == ["body_text", "kicker"]
    assert "old" in told[0].before
    assert "new" in told[0].after
    assert max(len(told[0].before), len(told[0].after)) < 100
    assert (told[1].before, told[1].after) == ("–", "k")


def test_documents_that_differ_by_generation_alone_are_the_same() -> None:
    assert changes({"generation": 1, "urgency": 4}, {"generation": 7, "urgency": 4}) == ()
