"""The agent `enrich`: `wire.raw` → the pure core → `wire.stories`, or `wire.rejected`.

Delivery guarantee: at least once. A record of `wire.raw` is acked only when the broker has confirmed everything that
came of it: its stories and its rejections, each with the original bytes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

from pipeline.agents.lease import Lease
from pipeline.agents.sending import send_confirmed
from pipeline.agents.work import STORIES_BETWEEN_BREATHS, StageClock, count_outcomes
from pipeline.failure import OperatorError
from pipeline.kafka.sending import Outgoing
from pipeline.metrics import GENERATION, QUALITY
from pipeline.settings import Settings
from pipeline.story.assemble import to_json
from pipeline.story.headers import Origin, pairs_as_received, raw_from_pairs, rejected_to_pairs, story_pairs
from pipeline.story.model import RawStory, Rejected, Story
from pipeline.story.rules import Rules
from pipeline.story.stages import process
from pipeline.topics import REJECTED, STORIES


class Enricher:
    """Carries batches; holds nothing between them but the count of bugs in a row."""

    def __init__(self, app: Any, settings: Settings, rules: Rules) -> None:
        self._app = app
        self._settings = settings
        self._rules = rules
        self._bugs_in_a_row = 0
        self._clock = StageClock()
        GENERATION.set(rules.generation)

    async def carry(self, messages: Sequence[Any]) -> None:
        """Process a batch of `wire.raw` and send what came of it. Raises LeaseLostError, OperatorError."""
        lease = Lease(self._app)
        records: list[Outgoing] = []
        outcomes: list[Story | Rejected] = []
        for number, message in enumerate(messages):
            if number % STORIES_BETWEEN_BREATHS == 0:
                await lease.run(asyncio.sleep(0))
            records += self._outgoing(message, outcomes)
        await send_confirmed(self._app, records, lease)
        count_outcomes(outcomes)
        self._clock.count()

    def _outgoing(self, message: Any, outcomes: list[Story | Rejected]) -> list[Outgoing]:
        """The records that a message becomes; what it was made of is added to `outcomes`."""
        headers = raw_from_pairs(message.headers, int((message.timestamp or 0) * 1000))
        raw = RawStory(value=message.value or b"", headers=headers)
        origin = Origin(message.topic, message.partition, message.offset)
        self._clock.start()
        made = process(raw, self._rules, self._clock.ended)
        outcomes += made
        return [self._record(outcome, raw, origin, message) for outcome in made]

    def _record(self, outcome: Story | Rejected, raw: RawStory, origin: Origin, message: Any) -> Outgoing:
        if isinstance(outcome, Rejected):
            self._count_bug(outcome)
            return self._dead_letter(outcome, raw, origin, message)
        self._bugs_in_a_row = 0
        for flag in outcome.quality:
            QUALITY.labels(outcome.feed, flag).inc()
        value = to_json(outcome)
        too_large = Rejected(
            reason="too-large",
            stage="assemble",
            detail=f"its JSON of {len(value)} bytes is larger than Kafka takes",
            feed=outcome.feed,
            uri=outcome.uri,
        )
        return Outgoing(
            topic=STORIES.with_prefix(self._settings.topic_prefix),
            key=outcome.uri.encode(),
            value=value,
            headers=story_pairs(outcome, origin),
            if_too_large=partial(self._dead_letter, too_large, raw, origin, message),
        )

    def _dead_letter(self, rejected: Rejected, raw: RawStory, origin: Origin, message: Any) -> Outgoing:
        topic = REJECTED.with_prefix(self._settings.topic_prefix)
        headers = rejected_to_pairs(rejected, origin, pairs_as_received(raw.headers, message.headers))
        return Outgoing(topic, message.key, raw.value, headers)

    def _count_bug(self, rejected: Rejected) -> None:
        self._bugs_in_a_row = self._bugs_in_a_row + 1 if rejected.reason == "bug" else 0
        if self._bugs_in_a_row >= self._settings.bugs_in_a_row:
            raise OperatorError(
                f"{self._bugs_in_a_row} stories in a row failed by a bug (last: {rejected.uri}, {rejected.detail}). "
                "The worker stops before it fills wire.rejected; nothing of this batch was committed. "
                "Run the release before this one, or one that mends it."
            )
