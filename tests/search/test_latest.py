"""The latest of each series, on the real server: whatever order the stories came in."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from elasticsearch import Elasticsearch
from msgspec import structs

from pipeline.search.names import Names
from pipeline.search.request import Order, Request
from pipeline.search.results import Found, search_stories
from pipeline.settings import Settings
from pipeline.story.model import Story
from pipeline.story.rules import Rules
from tests.search.conftest import made_index
from tests.search.indexing import BORN, index_stories, story
from tests.search.series_set import told
from tests.stack_fixtures import Servers, run_wire

pytestmark = pytest.mark.stack

SINKS = "Ferry sinks off Lima, dozens missing"
STAGES = ("alert", "urgent", "lead", "wrap")


def chain(name: str = "s", **fields: object) -> list[Story]:
    """Four stories of one event, ten minutes apart; the wrap has words of its own."""
    plain = {"body_text": f"{SINKS}, officials said.", "slugline": "peru-ferry", **fields}
    return [
        story(
            f"{name}:{stage}",
            headline=f"{SINKS}, {stage}",
            versioncreated=BORN + timedelta(minutes=10 * at),
            **{**plain, "body_text": f"{plain['body_text']} {'Inquiry ordered.' if stage == 'wrap' else ''}"},
        )
        for at, stage in enumerate(STAGES)
    ]


def shown(client: Elasticsearch, settings: Settings, request: Request) -> list[Found]:
    return search_stories(client, Names(settings.index_prefix), request, None).found


def test_only_the_newest_is_shown_with_its_series(searchable: Settings, client: Elasticsearch) -> None:
    index_stories(searchable, [*chain(), story("s:other", headline="Ferry fares rise in Oslo", body_text="They rose.")])
    found = {one.uri: one for one in shown(client, searchable, Request("ferry", latest=True))}
    assert set(found) == {"s:wrap", "s:other"}
    assert (found["s:wrap"].series, found["s:wrap"].versions, found["s:wrap"].newer) == ("s:alert", 4, None)
    assert (found["s:other"].series, found["s:other"].versions) == ("s:other", 1)
    assert len(shown(client, searchable, Request("ferry"))) == 5


def test_a_search_that_the_newest_doesn_t_match_shows_the_newest_that_does(
    searchable: Settings, client: Elasticsearch
) -> None:
    index_stories(searchable, chain())
    (one,) = shown(client, searchable, Request("headline:urgent", latest=True))
    assert (one.uri, one.newer, one.versions) == ("s:urgent", "s:wrap", 4)


def test_a_killed_story_is_no_latest_and_links_nothing(searchable: Settings, client: Elasticsearch) -> None:
    far = [
        story(
            f"s:{at}",
            headline=SINKS,
            slugline="peru-ferry",
            versioncreated=BORN + timedelta(hours=hours),
            pubstatus=status,
        )
        for at, hours, status in (("start", 0, "usable"), ("bridge", 11, "canceled"), ("end", 22, "usable"))
    ]
    index_stories(searchable, far)
    assert {one.uri for one in shown(client, searchable, Request("ferry", latest=True))} == {"s:start", "s:end"}
    everything = shown(client, searchable, Request("ferry", latest=True, everything=True))
    assert [(one.uri, one.versions) for one in everything] == [("s:end", 3)]


@pytest.mark.parametrize(
    ("order", "uris"),
    [
        ("time", ["late:only", "s:wrap", "early:only"]),
        ("oldest", ["early:only", "s:wrap", "late:only"]),
        ("relevance", ["s:wrap", "late:only", "early:only"]),  # at the place of the alert, which says it twice
    ],
)
def test_a_series_stands_where_the_order_puts_it(
    order: Order, uris: list[str], searchable: Settings, client: Elasticsearch
) -> None:
    alert, *rest = chain()
    alert = structs.replace(alert, headline="Ferry, ferry: ferry sinks off Lima, dozens missing")
    early, late = (
        story(f"{name}:only", headline="Fares of a ferry", body_text=text, versioncreated=BORN + timedelta(minutes=at))
        for name, text, at in (("early", "Tariffs rose in Oslo.", 5), ("late", "Tickets fell in Genoa.", 90))
    )
    index_stories(searchable, [alert, *rest, early, late])
    assert [one.uri for one in shown(client, searchable, Request("ferry", order=order, latest=True))] == uris


def test_any_order_of_arrival_gives_the_same_series(stack: Servers, client: Elasticsearch, rules: Rules) -> None:
    """A third of the made set, in its order, backwards, and mixed with every second story sent twice."""
    stories = [one.story for one in told(rules)][::3]
    mixed = random.Random(7).sample([*stories, *stories[::2]], len(stories) + len(stories[::2]))  # noqa: S311  # an order
    outcomes = []
    for arrival in (stories, stories[::-1], mixed):
        with made_index(stack) as settings:
            for at in range(0, len(arrival), 30):
                index_stories(settings, arrival[at : at + 30])
            found = shown(client, settings, Request(size=200, latest=True))
            outcomes.append([(one.uri, one.series, one.versions) for one in found])
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert 0 < len(outcomes[0]) < len(stories)


def test_the_command_shows_the_latest_and_all_when_asked(searchable: Settings) -> None:
    index_stories(searchable, chain())
    latest = run_wire(searchable, "search", "ferry")
    assert "latest of 4 in its series" in " ".join(latest.stdout.split())
    assert "s:alert" not in latest.stdout
    assert len(run_wire(searchable, "search", "ferry", "--json").stdout.splitlines()) == 1
    assert len(run_wire(searchable, "search", "ferry", "--json", "--all-versions").stdout.splitlines()) == 4
