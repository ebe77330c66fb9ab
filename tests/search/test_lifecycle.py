"""Versions, kills, embargoes: whatever comes first, however often, the index ends the same, on the real server."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from elasticsearch import AsyncElasticsearch, Elasticsearch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pipeline.search.bulk
from pipeline.search.bulk import Answer, bulk
from pipeline.search.client import connect_async
from pipeline.search.document import bulk_lines
from pipeline.search.names import MAPPING_VERSION, Names
from pipeline.search.setup import alias_actions
from pipeline.settings import Settings
from pipeline.story.identity import version_of
from pipeline.story.model import Story
from tests.search.indexing import BORN, index_stories, story, visible
from tests.stack_fixtures import wait_until

pytestmark = pytest.mark.stack

FAR = BORN + timedelta(days=36_500)
URIS = ("a", "b", "c", "d")


@dataclass(frozen=True)
class Event:
    """A version of a story, as a feed sends it: `at` seconds after the beginning, made by rules of a generation."""

    uri: str
    at: int
    generation: int
    pubstatus: str
    embargoed: bool
    replaces: tuple[str, ...]

    def story(self, prefix: str) -> Story:
        """The story, its uris under a prefix of the run's own."""
        created = BORN + timedelta(seconds=self.at)
        return story(
            f"{prefix}:{self.uri}",
            versioncreated=created,
            generation=self.generation,
            headline=f"{self.uri} at {self.at} by {self.generation}",
            pubstatus=self.pubstatus,
            embargoed=FAR if self.embargoed else None,
            replaces=[f"{prefix}:{uri}" for uri in self.replaces],
        )


EVENTS = st.builds(
    Event,
    uri=st.sampled_from(URIS),
    at=st.integers(0, 9),
    generation=st.integers(1, 2),
    pubstatus=st.sampled_from(["usable", "usable", "usable", "withheld", "canceled", "canceled"]),
    embargoed=st.sampled_from([False, False, False, True]),
    replaces=st.lists(st.sampled_from(URIS), max_size=2, unique=True).map(tuple),
)
HISTORIES = st.lists(EVENTS, min_size=1, max_size=10, unique_by=lambda one: (one.uri, one.at, one.generation))


def expected(history: list[Event], prefix: str) -> dict[str, tuple[str, str, bool]]:
    """What must stand in the index in the end: uri → headline, status, whether readers see it.

    Says in five lines what the pipeline needs a protocol for, as it may look at everything at once.
    """
    kills = [one for one in history if one.pubstatus == "canceled"]
    final = {}
    for uri in {one.uri for one in history}:
        last = max((one for one in history if one.uri == uri), key=lambda one: (one.at, one.generation))
        reached = any(k.at > last.at and {k.uri, *k.replaces} & {uri, *last.replaces} for k in kills)
        status = "canceled" if reached else last.pubstatus
        final[f"{prefix}:{uri}"] = (last.story(prefix).headline, status, status == "usable" and not last.embargoed)
    return final


def indexed(client: Elasticsearch, library: Settings, prefix: str) -> dict[str, tuple[str, str, bool]]:
    """What stands in the index, as `expected` says it."""
    names = Names(library.index_prefix)
    query = {"prefix": {"uri": f"{prefix}:"}}
    readers = {h["_id"] for h in client.search(index=names.readers, query=query, size=100)["hits"]["hits"]}
    hits = client.search(index=names.operators, query=query, size=100)["hits"]["hits"]
    return {h["_id"]: (h["_source"]["headline"], h["_source"]["pubstatus"], h["_id"] in readers) for h in hits}


def documents(client: Elasticsearch, library: Settings, prefix: str) -> dict[str, Any]:
    """Uri without prefix → document and version."""
    found = client.search(
        index=Names(library.index_prefix).operators, query={"prefix": {"uri": f"{prefix}:"}}, size=100, version=True
    )
    bare = str(found["hits"]["hits"]).replace(prefix, "")
    assert prefix not in bare
    return {
        h["_id"].removeprefix(prefix): (h["_version"], str(h["_source"]).replace(prefix, ""))
        for h in found["hits"]["hits"]
    }


def arrive(library: Settings, events: list[Event], prefix: str, cuts: list[int]) -> None:
    """Index the events in their order, in batches of these sizes."""
    stories = [one.story(prefix) for one in events]
    for size in [*cuts, len(stories)]:
        batch, stories = stories[:size], stories[size:]
        if batch:
            index_stories(library, batch)


def bounded(examples: int) -> Any:
    """Hypothesis on a server: no deadline, few examples; `--long` has more."""
    health = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, deadline=None, suppress_health_check=health)


def holds_in_any_order(data: st.DataObject, library: Settings, client: Elasticsearch) -> None:
    history = data.draw(HISTORIES)
    ends = []
    for _ in range(2):
        prefix = f"urn:{secrets.token_hex(6)}"
        repeated = data.draw(st.lists(st.sampled_from(history), max_size=5))
        order = data.draw(st.permutations([*history, *repeated]))
        arrive(library, order, prefix, data.draw(st.lists(st.integers(1, 4), max_size=4)))
        assert indexed(client, library, prefix) == expected(history, prefix)
        ends.append(documents(client, library, prefix))
    assert ends[0] == ends[1]


@bounded(30)
@given(data=st.data())
def test_any_order_and_any_duplicates_end_the_same(
    data: st.DataObject, library: Settings, client: Elasticsearch
) -> None:
    holds_in_any_order(data, library, client)


@pytest.mark.long
@bounded(1000)
@given(data=st.data())
def test_any_order_and_any_duplicates_end_the_same_a_thousand_times(
    data: st.DataObject, library: Settings, client: Elasticsearch
) -> None:
    holds_in_any_order(data, library, client)


def at(uri: str, seconds: int, **fields: Any) -> Story:
    return story(uri, versioncreated=BORN + timedelta(seconds=seconds), **fields)


KILL = {"pubstatus": "canceled"}


@pytest.mark.parametrize(
    ("stories", "seen"),
    [
        ([at("a", 1), at("a", 2, **KILL)], set()),
        ([at("a", 1), at("kill", 2, replaces=["a"], **KILL)], set()),
        ([at("alert", 1), at("lead", 2, replaces=["alert"]), at("alert", 3, **KILL)], set()),
        ([at("alert", 1), at("lead", 2, replaces=["alert"]), at("kill", 3, replaces=["alert"], **KILL)], set()),
    ],
)
def test_a_kill_takes_with_it_what_it_names_and_what_names_it(
    searchable: Settings, client: Elasticsearch, stories: list[Story], seen: set[str]
) -> None:
    for one in stories:
        index_stories(searchable, [one])
    assert visible(client, searchable) == seen


@pytest.mark.parametrize(
    ("stories", "seen"),
    [
        ([at("a", 1), at("b", 1), at("a", 2, **KILL)], {"b"}),
        ([at("a", 1, **KILL), at("a", 2)], {"a"}),  # sent again after its kill
        ([at("a", 1), at("kill", 2, replaces=["a"], **KILL), at("right", 3, replaces=["a"])], {"right"}),
        ([at("a", 1), at("b", 2, replaces=["a"])], {"a", "b"}),  # an update is no kill
        ([at("a", 1), at("kill", 2, replaces=["a"], pubstatus="withheld")], {"a"}),
        ([at("new", 1, replaces=["old"]), at("kill", 2, replaces=["other"], **KILL)], {"new"}),
    ],
)
def test_a_kill_reaches_no_further(
    searchable: Settings, client: Elasticsearch, stories: list[Story], seen: set[str]
) -> None:
    for one in stories:
        index_stories(searchable, [one])
    assert visible(client, searchable) == seen


def test_an_older_version_and_an_older_rule_never_overwrite(searchable: Settings, client: Elasticsearch) -> None:
    index_stories(searchable, [at("a", 5, generation=2, headline="new")])
    index_stories(searchable, [at("a", 4, generation=9, headline="older version")])
    index_stories(searchable, [at("a", 5, generation=1, headline="older rules")])
    assert client.get(index=Names(searchable.index_prefix).operators, id="a")["_source"]["headline"] == "new"


def test_a_kill_that_comes_between_a_story_s_first_look_and_its_writing_reaches_it(
    searchable: Settings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker's kill, carried out whole at the worst moment."""
    late, kill = at("late", 1, replaces=["first"]), at("kill", 2, replaces=["first"], **KILL)
    alias = Names(searchable.index_prefix).write
    sent: list[Sequence[bytes]] = []

    async def after_the_kill(own: AsyncElasticsearch, to: str, lines: Sequence[bytes]) -> list[Answer]:
        sent.append(lines)
        if len(sent) == 1:
            await bulk(own, alias, [bulk_lines(kill)])
        return await send(own, to, lines)

    async def race() -> None:
        async with connect_async(searchable) as own:
            await bulk(own, alias, [bulk_lines(late)])
            await own.indices.refresh(index=alias)

    send = pipeline.search.bulk._send
    monkeypatch.setattr("pipeline.search.bulk._send", after_the_kill)
    asyncio.run(race())
    assert [b'"pubstatus":"usable"' in lines[0] for lines in sent] == [True, False, False]
    assert visible(client, searchable) == set()
    assert client.count(index=Names(searchable.index_prefix).operators)["count"] == 2


def test_a_killed_story_keeps_its_text_for_operators_and_says_that_another_killed_it(
    searchable: Settings, client: Elasticsearch
) -> None:
    index_stories(searchable, [at("a", 1, headline="What was said"), at("kill", 2, replaces=["a"], **KILL)])
    found = client.get(index=Names(searchable.index_prefix).operators, id="a")["_source"]
    assert (found["headline"], found["pubstatus"], found["killed_by_name"]) == ("What was said", "canceled", True)


def test_a_rebuilt_index_knows_a_kill_that_the_topic_has_lost(searchable: Settings, client: Elasticsearch) -> None:
    """The kill of b was superseded by a later version of b, and compacted away: a rebuild never sees it."""
    names = Names(searchable.index_prefix)
    index_stories(searchable, [at("a", 1), at("b", 2, replaces=["a"], **KILL), at("b", 3)])
    old, new = names.index(MAPPING_VERSION), f"{names.index(MAPPING_VERSION)}-2"
    client.indices.create(index=new)
    removed = [{"remove": {"index": old, "alias": alias}} for alias in (names.readers, names.operators, names.write)]
    client.indices.update_aliases(actions=[*removed, *alias_actions(names, new)])
    index_stories(searchable, [at("a", 1), at("b", 3)])
    assert visible(client, searchable) == {"b"}


def test_an_embargo_ends_by_itself_without_any_write(searchable: Settings, client: Elasticsearch) -> None:
    names = Names(searchable.index_prefix)
    opens = datetime.now(UTC) + timedelta(seconds=4)
    index_stories(searchable, [at("a", 1, embargoed=opens)])
    before = client.get(index=names.operators, id="a")
    assert datetime.now(UTC) < opens, "this machine is too slow for this test: nothing is proven"
    assert visible(client, searchable) == set()
    wait_until(lambda: visible(client, searchable) == {"a"}, "the embargoed story is visible", 30)
    assert datetime.now(UTC) >= opens
    after = client.get(index=names.operators, id="a")
    assert (before["_seq_no"], before["_version"]) == (after["_seq_no"], after["_version"])


def test_an_update_can_embargo_what_was_open_and_open_what_was_withheld(
    searchable: Settings, client: Elasticsearch
) -> None:
    index_stories(searchable, [at("a", 1), at("b", 1, pubstatus="withheld")])
    assert visible(client, searchable) == {"a"}
    index_stories(searchable, [at("a", 2, embargoed=FAR), at("b", 2)])
    assert visible(client, searchable) == {"b"}


def test_versions_of_the_test_s_stories_are_those_of_the_pipeline() -> None:
    assert at("a", 1).version == version_of(BORN + timedelta(seconds=1))
