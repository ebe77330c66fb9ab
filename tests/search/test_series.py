"""The rule of series, measured on the made set; no server."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from typing import Any

import msgspec
import pytest

from pipeline.search.document import document
from pipeline.search.series import GAP, Member, linked, material, member, series_of, slug_words
from pipeline.story.rules import Rules
from tests.search.indexing import BORN, story
from tests.search.series_events import KINDS
from tests.search.series_set import Told, told


def as_member(one: Any) -> Member:
    """A story as the rule sees it when it is read from the index."""
    return member(msgspec.json.decode(msgspec.json.encode(document(one))))


@pytest.fixture(scope="module")
def made(rules: Rules) -> list[Told]:
    return told(rules)


@pytest.fixture(scope="module")
def members(made: list[Told]) -> list[Member]:
    return [as_member(one.story) for one in made]


def test_the_set_has_sixty_chains_and_traps_beside_them(made: list[Told]) -> None:
    chains = {one.event for one in made if sum(one.event == other.event for other in made) == 4}
    assert len(chains) == 60 == sum(len(kind.events) for kind in KINDS)
    assert len(made) - 4 * 60 >= 20
    assert 0.25 < sum(one.story.slugline is None for one in made) / len(made) < 0.4


def test_precision_and_recall_of_pairs(made: list[Told], members: list[Member]) -> None:
    """Figures: docs/series.md. The floor is a little lower: changed rules of entities may move them."""
    series = series_of(members)
    right = wrong = missed = 0
    for one, other in combinations(made, 2):
        same, found = one.event == other.event, series[one.story.uri] == series[other.story.uri]
        right += same and found
        wrong += found and not same
        missed += same and not found
    assert right + missed == 360
    assert right / (right + wrong) >= 0.93
    assert right / (right + missed) >= 0.97


@pytest.mark.parametrize("trap", ["japan-stocks-close", "us-stocks-close", "game"])
def test_the_same_form_for_another_event_is_no_series(trap: str, made: list[Told], members: list[Member]) -> None:
    series = series_of(members)
    of_trap = [one.story.uri for one in made if one.event.startswith(trap)]
    assert len(of_trap) >= 4
    assert len({series[uri] for uri in of_trap}) == len(of_trap)


def test_the_order_doesn_t_matter(members: list[Member]) -> None:
    wanted = series_of(members)
    for seed in range(5):
        mixed = random.Random(seed).sample(members, len(members))  # noqa: S311  # an order, no secret
        assert series_of(mixed) == wanted
    assert series_of([*members, *members[:50]]) == wanted


def pair(**second: Any) -> Sequence[Member]:
    """An alert and, ten minutes later, a story of the same words; `second` says what else is different."""
    text = "Ferry sinks off Lima, dozens missing, coast guard says"
    first = story("urn:a", headline=text, body_text=text, kind="alert", slugline="peru-ferry")
    fields = {"headline": text, "body_text": text, "slugline": "peru-ferry-lead", **second}
    later = fields.pop("after", timedelta(minutes=10))
    return as_member(first), as_member(story("urn:b", versioncreated=BORN + later, **fields))


@pytest.mark.parametrize(
    ("second", "same"),
    [
        ({}, True),
        ({"slugline": None}, True),
        ({"slugline": "shipping"}, True),  # all words the same: the slug was changed on the way
        ({"after": GAP}, True),
        ({"after": -GAP}, True),  # the alert may come late
        ({"after": GAP + timedelta(seconds=1)}, False),
        ({"feed": "other"}, False),
        ({"language": "fr"}, False),
        ({"language": "und"}, True),  # a short alert's language often can't be told
        ({"kind": "advisory"}, False),
        ({"headline": "Fish prices rise", "body_text": "Fish prices rose in Peru."}, False),  # the same slug
        ({"headline": "Fish prices rise", "body_text": "Up.", "replaces": ["urn:a"]}, True),  # it says so itself
        ({"after": timedelta(days=9), "replaces": ["urn:a"]}, True),
        ({"headline": "", "body_text": "", "slugline": None}, False),
    ],
)
def test_what_links_two_stories(second: dict[str, Any], same: bool) -> None:
    one, other = pair(**second)
    assert linked(one, other) is linked(other, one) is same


def test_stories_that_name_other_people_and_places_are_not_linked() -> None:
    one, other = pair()
    assert linked(replace(one, names=frozenset({"Lima"})), replace(other, names=frozenset({"Lima", "Peru"})))
    assert not linked(replace(one, names=frozenset({"Lima"})), replace(other, names=frozenset({"Quito"})))


def test_a_series_is_named_for_its_first_story_and_neighbours_of_neighbours_are_in_it() -> None:
    chain = [
        as_member(story(f"urn:{at}", versioncreated=BORN + at * GAP, headline="Ferry sinks", slugline="f"))
        for at in range(4)
    ]
    assert not linked(chain[0], chain[3])
    assert set(series_of(chain).values()) == {"urn:0"}


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("Peru-ferry,2ndlead", {"peru", "ferry"}),
        ("PERU-FERRY/URGENT", {"peru", "ferry"}),
        ("G20-summit", {"g20", "summit"}),  # a number that belongs to the word
        ("leaders-meet", {"leaders", "meet"}),  # begins like a stage
        ("alert", set()),
        (None, set()),
    ],
)
def test_a_slug_loses_its_stage_and_nothing_else(slug: str | None, words: set[str]) -> None:
    assert slug_words(slug) == words


def test_what_is_kept_is_bounded_and_the_same_in_every_process() -> None:
    long = story(headline="word " * 5000, body_text=" ".join(f"w{at}x" for at in range(100_000)), slugline="a-b")
    kept = material(long)
    assert len(kept["series_words"]) <= 48
    assert len(kept["series_keys"]) == 25
    first = material(story(headline="Ferry sinks", body_text="Off Lima.", slugline=None))["series_keys"][0]
    assert first == KNOWN


KNOWN = "test/0.a24abd.3b4e3d"
"""A band as it was in the first release: a changed hash would cut series in two at the time of an upgrade."""
