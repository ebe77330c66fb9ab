"""Where a replay's stories go: into an index, to `wire.stories`, or only beside what is indexed (a dry run).

Delivery guarantee: `carry` returns when everything it was given is final: indexed, stale, confirmed by Kafka, or
confirmed in `wire.rejected`. Until then the position of those records is not noted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

import msgspec
import structlog
from elasticsearch import AsyncElasticsearch

from pipeline.agents.backoff import waits
from pipeline.kafka.sending import ConfirmedSender, Outgoing
from pipeline.replay.comparing import Compared, changes
from pipeline.replay.dead_letters import DeadLetters
from pipeline.replay.making import Made
from pipeline.replay.tally import Tally
from pipeline.search.bulk import Answer, Fate, bulk, chunks
from pipeline.search.document import bulk_lines
from pipeline.search.indexed import asked, indexed
from pipeline.search.kills import Kills, as_killed, facts_of
from pipeline.search.names import document_id
from pipeline.search.staleness import is_by_newer_rules, version_that_won
from pipeline.settings import Settings
from pipeline.story.assemble import to_json
from pipeline.story.headers import story_pairs
from pipeline.story.identity import index_version
from pipeline.story.model import Reason, Rejected, Story
from pipeline.topics import STORIES

log = structlog.get_logger()

REASONS: dict[Fate, Reason] = {Fate.REFUSED: "mapping", Fate.TOO_LARGE: "too-large"}


class Sink(Protocol):
    """Takes what was made of a batch of records."""

    async def carry(self, made: Sequence[Made]) -> Tally:
        """Make all of it final, and count what became of it."""


class IndexSink:
    """Bulk requests to a write alias: the live index's, or that of an index under construction."""

    def __init__(self, settings: Settings, client: AsyncElasticsearch, alias: str, letters: DeadLetters) -> None:
        self._settings = settings
        self._client = client
        self._alias = alias
        self._letters = letters

    async def carry(self, made: Sequence[Made]) -> Tally:
        """Index; raises OperatorError on wrong credentials or a missing alias."""
        stories = [(one, story) for one in made if isinstance(story := one.outcome, Story)]
        refused = [(one, rejected) for one in made if isinstance(rejected := one.outcome, Rejected)]
        tally = Tally()
        waiting = [(one, story, bulk_lines(story)) for one, story in stories]
        for wait in waits():
            answers = await self._bulk([lines for _, _, lines in waiting])
            paired = list(zip(waiting, answers, strict=True))
            for (one, story, _), answer in paired:
                if answer.fate in REASONS:
                    refused.append((one, _refusal(story, answer)))
                else:
                    _count(tally, story, answer)
            waiting = [entry for entry, answer in paired if answer.fate is Fate.RETRY]
            if not waiting:
                break
            why = next(answer.detail for answer in answers if answer.fate is Fate.RETRY)
            log.warning("elasticsearch does not take stories; trying again", stories=len(waiting), error=why)
            await asyncio.sleep(wait)
        tally.add(await self._letters.settle(made, refused))
        return tally

    async def _bulk(self, lines: Sequence[bytes]) -> list[Answer]:
        groups = chunks(lines, self._settings.bulk_bytes)
        requests = (bulk(self._client, self._alias, [lines[n] for n in group]) for group in groups)
        return [answer for answers in await asyncio.gather(*requests) for answer in answers]


def _count(tally: Tally, story: Story, answer: Answer) -> None:
    if answer.fate is Fate.INDEXED:
        tally.indexed += 1
    elif answer.fate is Fate.STALE:
        _count_stale(tally, version_that_won(answer.detail), index_version(story.version, story.generation))


def _count_stale(tally: Tally, won: int | None, external: int) -> None:
    if is_by_newer_rules(won, external):
        tally.stale_rules += 1
    else:
        tally.stale_version += 1


def _refusal(story: Story, answer: Answer) -> Rejected:
    return Rejected(reason=REASONS[answer.fate], stage="index", detail=answer.detail, feed=story.feed, uri=story.uri)


class PublishSink:
    """To `wire.stories`, from where the live index agent takes it, so that topic and index stay one truth.

    A story of which the index holds something newer is not published: the topic keeps the last of each uri, and an old
    version must not become the last.
    """

    def __init__(
        self, settings: Settings, client: AsyncElasticsearch, index: str, sender: ConfirmedSender, letters: DeadLetters
    ) -> None:
        self._client = client
        self._index = index
        self._topic = STORIES.with_prefix(settings.topic_prefix)
        self._sender = sender
        self._letters = letters

    async def carry(self, made: Sequence[Made]) -> Tally:
        """Publish what is not stale; raises OperatorError where the live index can't be asked."""
        stories = [(one, story) for one in made if isinstance(story := one.outcome, Story)]
        refused = [(one, rejected) for one in made if isinstance(rejected := one.outcome, Rejected)]
        known = await indexed(self._client, self._index, [document_id(story.uri) for _, story in stories])
        tally = Tally()
        records: list[Outgoing] = []
        for one, story in stories:
            external = index_version(story.version, story.generation)
            there = known.get(document_id(story.uri))
            value = to_json(story)
            if there is not None and there.version > external:
                _count_stale(tally, there.version, external)
            elif len(value) > STORIES.max_record_bytes - _ROOM_FOR_HEADERS:
                detail = f"its JSON of {len(value)} bytes is larger than Kafka takes"
                refused.append(
                    (one, Rejected(reason="too-large", stage="assemble", detail=detail, feed=story.feed, uri=story.uri))
                )
            else:
                records.append(Outgoing(self._topic, story.uri.encode(), value, story_pairs(story, one.origin)))
        await asyncio.to_thread(self._sender.send, records)
        tally.published = len(records)
        tally.add(await self._letters.settle(made, refused))
        return tally


_ROOM_FOR_HEADERS = 16_384


class CompareSink:
    """Nowhere: looks up what is indexed, and collects what would differ."""

    def __init__(self, client: AsyncElasticsearch, index: str, letters: DeadLetters) -> None:
        self._client = client
        self._index = index
        self._letters = letters
        self.compared: list[Compared] = []
        """What was compared since somebody last took it away."""

    async def carry(self, made: Sequence[Made]) -> Tally:
        """Compare; writes nothing."""
        stories = [story for one in made if isinstance(story := one.outcome, Story)]
        refused = [(one, rejected) for one in made if isinstance(rejected := one.outcome, Rejected)]
        lines = await self._as_indexed([bulk_lines(story) for story in stories])
        ids = [document_id(story.uri) for story in stories]
        known = await indexed(self._client, self._index, ids, sources=True)
        for identity, story, line in zip(ids, stories, lines, strict=True):
            there = known.get(identity)
            after = msgspec.json.decode(line.split(b"\n", 2)[1])
            self.compared.append(
                Compared(
                    id=identity,
                    external=index_version(story.version, story.generation),
                    kill=after["pubstatus"] == "canceled",
                    indexed=there.version if there else None,
                    indexed_kill=bool(there and there.source.get("pubstatus") == "canceled"),
                    changes=changes(there.source, after) if there else (),
                )
            )
        return await self._letters.settle(made, refused)

    async def _as_indexed(self, lines: Sequence[bytes]) -> list[bytes]:
        """The lines as a bulk request would send them: a story that a kill of another uri reaches is canceled."""
        kills = Kills(self._client, self._index, [facts_of(line) for line in lines])
        dead = await asked(self._index, kills.dead)
        return [as_killed(line) if number in dead else line for number, line in enumerate(lines)]
