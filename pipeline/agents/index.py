"""The agent `index`: `wire.stories` → Elasticsearch, or `wire.rejected` where the mapping refuses a story.

Delivery guarantee: at least once, with an effect of exactly once: `_id` is the uri and the version is external, so
the same story again changes nothing and an older one never overwrites. A record is acked only when it is final:
indexed, stale, or confirmed in `wire.rejected`. While Elasticsearch is away nothing is acked and nothing skipped.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
import structlog
from elasticsearch import AsyncElasticsearch

from pipeline.agents.backoff import waits
from pipeline.agents.lease import Lease
from pipeline.agents.sending import send_confirmed
from pipeline.agents.work import STORIES_BETWEEN_BREATHS, count_answers
from pipeline.kafka.sending import Outgoing
from pipeline.metrics import REJECTED_STORIES, RETRIES
from pipeline.search.bulk import Answer, Fate, bulk, chunks
from pipeline.search.document import bulk_lines
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.story.headers import Origin, rejected_to_pairs
from pipeline.story.model import Reason, Rejected, Story
from pipeline.topics import REJECTED

log = structlog.get_logger()
_decode = msgspec.json.Decoder(Story).decode
_REASONS: dict[Fate, Reason] = {Fate.REFUSED: "mapping", Fate.TOO_LARGE: "too-large"}

REQUEST_RECORDS = 170
"""Stories of a bulk request, at most: a full batch makes three requests, and three in flight are what one Elasticsearch
node takes most stories with (6,200 a second instead of 3,500, measured with stories of 4.2 KB from memory)."""


class Indexer:
    """Carries batches from `wire.stories` to the write alias; holds nothing between them."""

    def __init__(self, app: Any, settings: Settings, client: AsyncElasticsearch) -> None:
        self._app = app
        self._settings = settings
        self._client = client
        self._alias = Names(settings.index_prefix).write

    async def carry(self, messages: Sequence[Any]) -> None:
        """Index a batch; returns when every story of it is final. Raises LeaseLostError, OperatorError."""
        lease = Lease(self._app)
        dead: list[Outgoing] = []
        waiting, answers = await lease.run(self._written(messages, dead))
        for wait in waits():
            count_answers(answers)
            paired = list(zip(waiting, answers, strict=True))
            dead += [
                self._dead_letter(one[0], _REASONS[answer.fate], answer.detail)
                for one, answer in paired
                if answer.fate in _REASONS
            ]
            waiting = [one for one, answer in paired if answer.fate is Fate.RETRY]
            if not waiting:
                break
            why = next(answer.detail for answer in answers if answer.fate is Fate.RETRY)
            RETRIES.labels("elasticsearch").inc()
            log.warning("elasticsearch does not take stories; trying again", stories=len(waiting), error=why)
            await lease.sleep(wait)
            answers = await lease.run(self._bulk([lines for _, lines in waiting]))
        await send_confirmed(self._app, dead, lease)

    async def _written(
        self, messages: Sequence[Any], dead: list[Outgoing]
    ) -> tuple[list[tuple[Any, bytes]], list[Answer]]:
        """Each story with its lines, and Elasticsearch's first answers; what can't be read is added to `dead`.

        A request goes off as soon as it is written, and Elasticsearch has it while the next one is written. They may
        overtake each other: versions decide, not the order.
        """
        waiting: list[tuple[Any, bytes]] = []
        requests: list[asyncio.Task[list[Answer]]] = []
        try:
            for start in range(0, len(messages), REQUEST_RECORDS):
                group = [one async for one in self._lines(messages[start : start + REQUEST_RECORDS], dead)]
                waiting += group
                requests.append(asyncio.ensure_future(self._bulk([lines for _, lines in group])))
            return waiting, [answer for answers in await asyncio.gather(*requests) for answer in answers]
        finally:
            for request in requests:
                request.cancel()

    async def _lines(self, messages: Sequence[Any], dead: list[Outgoing]) -> AsyncIterator[tuple[Any, bytes]]:
        for number, message in enumerate(messages):
            if number % STORIES_BETWEEN_BREATHS == 0:
                await asyncio.sleep(0)
            try:
                yield message, bulk_lines(_decode(message.value or b""))
            except msgspec.MsgspecError as error:
                dead.append(self._dead_letter(message, "unreadable", f"no story of this release: {error}"))

    async def _bulk(self, lines: Sequence[bytes]) -> list[Answer]:
        groups = list(chunks(lines, self._settings.bulk_bytes))
        answers = await asyncio.gather(
            *(bulk(self._client, self._alias, [lines[n] for n in group]) for group in groups)
        )
        return [answer for group in answers for answer in group]

    def _dead_letter(self, message: Any, reason: Reason, detail: str) -> Outgoing:
        headers = list(message.headers or ())
        feed = dict(headers).get("feed", b"unknown").decode("utf-8", "replace")
        uri = message.key.decode("utf-8", "replace") if message.key else None
        REJECTED_STORIES.labels(reason, "index").inc()
        rejected = Rejected(reason=reason, stage="index", detail=detail, feed=feed, uri=uri)
        origin = Origin(message.topic, message.partition, message.offset)
        return Outgoing(
            REJECTED.with_prefix(self._settings.topic_prefix),
            message.key,
            message.value or b"",
            rejected_to_pairs(rejected, origin, headers),
        )
