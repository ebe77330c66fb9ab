"""Making a built index the live one while stories go on coming, and going back.

    build to the end ─► hold against the live index ─► writers to the new index ─► catch up the rest ─► readers

Readers move last, and only to an index that holds everything the old one does. Live writers move first, so that "the
rest" has an end: every story that went to the old index lies before the topic's end at that moment. In between (the
seconds that the rest takes) readers see the old index, without what comes meanwhile.

Guarantee: each step may be done again. Killed anywhere, the same command goes on; nothing was lost, because stories
that writers put into one index only lie after the offsets that are noted in the new index before any alias moves.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from elasticsearch import Elasticsearch

from pipeline.failure import OperatorError
from pipeline.replay.reading import committed
from pipeline.search import promotion
from pipeline.search.names import Names
from pipeline.search.promotion import Behind, Promotion
from pipeline.settings import Settings
from pipeline.topics import STORIES, group

MOST_BEHIND = 10_000
"""More documents missing than that are no matter of catching up; the search for them ends there."""
SHOWN = 5


class StoppedError(Exception):
    """The operator stopped it; the same command goes on."""


@dataclass(frozen=True)
class Exchange:
    """One index for another.

    `catch_up` reads the source to where it ends at the call, or raises StoppedError; `scale` is that of `behind`.
    """

    settings: Settings
    client: Elasticsearch
    old: str
    new: str
    catch_up: Callable[[], None]
    say: Callable[[str], None]
    may_miss: int = 0
    scale: int = 1

    @property
    def _names(self) -> Names:
        return Names(self.settings.index_prefix)

    def run(self) -> None:
        """Do it all; raises OperatorError, with the aliases as they were, where the new index doesn't add up."""
        lacking: list[Behind] = []
        if promotion.writers_index(self.client, self._names) != self.new:
            lacking = self._compared()
            self._note()
            promotion.move_writers(self.client, self._names, self.old, self.new)
            self.say(f"live stories go to {self.new} now; readers still see {self.old}")
        self.catch_up()
        documents = promotion.end_building(self.client, self.new)
        before = promotion.count(self.client, self.old)
        if documents < before - len(lacking):
            raise OperatorError(
                f"{self.new} holds {documents} stories, {self.old} {before}: the counts don't add up. "
                f"Readers still see {self.old}, live stories go to {self.new}. Run the same command with --resume."
            )
        promotion.move_readers(self.client, self._names, self.old, self.new)
        self.say(f"readers see {self.new} now: {documents} stories ({self.old}, which is kept: {before})")

    def _compared(self) -> list[Behind]:
        """What the new index lacks for good. Live stories that came meanwhile are no loss: they are caught up first."""
        self.say(f"holding {self.new} against {self.old}, story by story")
        promotion.end_building(self.client, self.new)
        found: list[Behind] = []
        for one in promotion.behind(self.client, self.old, self.new, self.scale):
            found.append(one)
            if len(found) > MOST_BEHIND + self.may_miss:
                raise self._refusal(found, f"more than {len(found) - 1}")
        self.catch_up()
        lacking = promotion.still_behind(self.client, self.new, found, self.scale)
        if len(lacking) > self.may_miss:
            raise self._refusal(lacking, str(len(lacking)))
        return lacking

    def _refusal(self, lacking: list[Behind], many: str) -> OperatorError:
        missing = [one for one in lacking if one.found is None]
        shown = ", ".join(f"{one.id} ({'missing' if one.found is None else 'older'})" for one in lacking[:SHOWN])
        return OperatorError(
            f"{many} stories of {self.old} are missing in {self.new} or older there ({len(missing)} missing, "
            f"{len(lacking) - len(missing)} older): {shown}. Nothing was moved; readers and writers have {self.old}. "
            "If wire.stories lacks them (it keeps the last record of each uri, which need not be the newest version), "
            "build from wire.raw; if they are rejected now, see the summary; --may-miss N accepts the loss of N."
        )

    def _note(self) -> None:
        """Before anything moves: from which offsets on the old index will miss stories."""
        positions = committed(self.settings, group("index", self.settings.topic_prefix), STORIES)
        promotion.remember(
            self.client,
            self.new,
            Promotion(
                replaced=self.old,
                at=time.time(),
                positions={str(partition): offset for partition, offset in positions.items()},
            ),
        )
