"""Rejections that a replay meets: each original gets one dead letter, not one for every replay.

Decided: a rejection whose original has a letter already (open or closed) is counted and not written again; one that is
new (rules changed) is written, if the replay goes into the live index. A replay into a new index writes to that index
only, so its rejections are counted. An original with an open letter of which stories came now is closed as `replayed`.

Delivery guarantee: `settle` returns when the broker has what was written. Killed before, it is written again by the
resumed replay, which looks at the topic first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from msgspec import Struct, field

from pipeline.kafka.sending import ConfirmedSender, Outgoing
from pipeline.letters.closing import closing_record
from pipeline.letters.letter import Closing
from pipeline.letters.reading import Letters
from pipeline.replay.making import Made
from pipeline.replay.tally import Tally
from pipeline.settings import Settings
from pipeline.story.headers import Origin, pairs_as_received, raw_from_pairs, rejected_to_pairs
from pipeline.story.model import Rejected
from pipeline.topics import RAW, REJECTED


class Known(Struct, kw_only=True):
    """What `wire.rejected` held when the replay began."""

    buried: set[tuple[Origin, int | None]] = field(default_factory=set)
    """Original and part of every letter."""
    open: dict[Origin, list[Origin]] = field(default_factory=dict)
    """Original → places of its open letters."""

    @classmethod
    def of(cls, letters: Letters) -> Known:
        """From all letters."""
        known = cls()
        for letter in letters.all:
            if letter.origin is not None:
                known.buried.add((letter.origin, letter.part))
        for letter in letters.open:
            if letter.origin is not None:
                known.open.setdefault(letter.origin, []).append(letter.place)
        return known


class DeadLetters:
    """Counts, writes and closes letters; without a sender it only counts."""

    def __init__(self, settings: Settings, known: Known, sender: ConfirmedSender | None) -> None:
        self._topic = REJECTED.with_prefix(settings.topic_prefix)
        self._raw = RAW.with_prefix(settings.topic_prefix)
        self._known = known
        self._sender = sender

    async def settle(self, made: Sequence[Made], refused: Sequence[tuple[Made, Rejected]]) -> Tally:
        """Write the letters of a batch that are not written yet; `refused` is what of `made` became no story."""
        fresh = [(one, why) for one, why in refused if (one.origin, why.part) not in self._known.buried]
        failed = {one.origin for one, _ in refused}
        cured = {one.origin: one for one in made if one.whole and one.origin not in failed} if self._known.open else {}
        closed = [(place, one) for origin, one in cured.items() for place in self._known.open.get(origin, ())]
        if self._sender is not None and (fresh or closed):
            records = [self._letter(one, why) for one, why in fresh] + [self._closing(place) for place, _ in closed]
            await asyncio.to_thread(self._sender.send, records)
        self._known.buried.update((one.origin, why.part) for one, why in fresh)
        for _, one in closed:
            self._known.open.pop(one.origin, None)
        return Tally(
            rejected=len(refused),
            rejected_new=len(fresh),
            cured=len({one.origin for _, one in closed}),
            examples=[f"{why.uri} ({one.origin}): {why.reason} at {why.stage}: {why.detail}" for one, why in fresh],
        )

    def _letter(self, one: Made, why: Rejected) -> Outgoing:
        record = one.record
        original = list(record.headers or ())
        if record.topic == self._raw:
            original = pairs_as_received(raw_from_pairs(original, record.timestamp), original)
        return Outgoing(self._topic, record.key, record.value or b"", rejected_to_pairs(why, one.origin, original))

    def _closing(self, place: Origin) -> Outgoing:
        return closing_record(self._topic, Closing(closes=place, fate="replayed"))
