"""Where a replay begins: at the start of what was ordered, or where the last one with the same target came to.

Guarantee: a state is on disk before anything else is made, so a replay that is killed at once can be resumed too.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

from elasticsearch import Elasticsearch

from pipeline.failure import OperatorError
from pipeline.replay.ranges import Range, cut, spans_of, whole
from pipeline.replay.reading import bounds, bounds_of_window, generations
from pipeline.replay.state import Order, ReplayState, StateFile
from pipeline.replay.terms import Terms, Watch
from pipeline.search import promotion
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.story.rules import GENERATION
from pipeline.topics import RAW, STORIES, Topic

SOURCES: dict[str, Topic] = {"raw": RAW, "stories": STORIES}


@dataclass(frozen=True)
class Beginning:
    """Makes the state that a replay starts from. Raises OperatorError where only a person can decide."""

    settings: Settings
    order: Order
    terms: Terms
    client: Elasticsearch
    watch: Watch

    def state(self, file: StateFile) -> ReplayState:
        """A new replay's, or the one on disk where it is to go on (or an index that was built is to get the rest)."""
        known = file.read()
        if known is None:
            if self.terms.resume:
                raise OperatorError(f"there is no replay to go on with ({file.path} does not exist)")
            return self._new(file)
        if self.terms.afresh:
            return self._new(file)
        if known.unfinished and not self.terms.resume:
            raise OperatorError(
                f"a replay with this source and target was stopped with {known.left} records left. "
                "Go on with --resume, or begin anew with --afresh."
            )
        return self._known(known) if self.terms.resume or self.order.into is not None else self._new(file)

    def ranges(self) -> list[Range]:
        """What was ordered, as far as the topic holds it now."""
        topic = SOURCES[self.order.source]
        if self.order.offsets is not None:
            ranges, said = cut(bounds(self.settings, topic), spans_of(self.order.offsets))
            for sentence in said:
                self.watch.say(sentence)
            return ranges
        if self.order.window:
            return whole(bounds_of_window(self.settings, topic, self.order.window))
        return whole(bounds(self.settings, topic))

    def _known(self, state: ReplayState) -> ReplayState:
        if self.order not in (state.order, Order(source=state.order.source, into=state.order.into)):
            raise OperatorError("it was begun with other filters or another window; leave them out to go on with it")
        if state.order.source == "raw" and state.generation != GENERATION:
            raise OperatorError(
                f"it was begun with rules of generation {state.generation}, this release has {GENERATION}. "
                "Begin anew with --afresh."
            )
        if state.order.into is not None:
            self._open(state.order.into, may_be_missing=state.tally.read == 0)
        state.process = os.getpid()
        if not state.unfinished:
            extend(self.settings, state)
            state.phase = "reading"
        self.watch.say(f"going on: {state.left} records are left")
        return state

    def _new(self, file: StateFile) -> ReplayState:
        ranges = self.ranges()
        if self.order.source == "stories":
            self._say_generations(ranges)
        state = ReplayState(
            order=self.order, generation=GENERATION, ranges=ranges, begun=time.time(), process=os.getpid()
        )
        if self.order.into is not None and not self.terms.afresh:
            promotion.refuse_name(self.client, Names(self.settings.index_prefix), self.order.into)
        file.write(state)
        if self.order.into is not None:
            self._open(self.order.into, may_be_missing=True)
        return state

    def _open(self, index: str, *, may_be_missing: bool) -> None:
        if may_be_missing and not self.client.indices.exists(index=index):
            promotion.begin_building(self.client, self.settings, index)
        else:
            promotion.reopen_building(self.client, index)

    def _say_generations(self, ranges: list[Range]) -> None:
        counted = generations(self.settings, STORIES, ranges)
        met = ", ".join(f"{count} of generation {number}" for number, count in sorted(counted.items()))
        older = sum(count for number, count in counted.items() if number < GENERATION)
        self.watch.say(f"the topic holds {met or 'no stories'}; this release's rules are generation {GENERATION}")
        if older:
            self.watch.say(
                f"{older} are results of older rules: where the index holds newer ones, they change nothing (stale)"
            )


def extend(settings: Settings, state: ReplayState) -> None:
    """Up to where the topic ends now, unless a part was ordered; new partitions are read from their beginning."""
    if state.order.partial:
        return
    known = {one.partition: one for one in state.ranges}
    for one in whole(bounds(settings, SOURCES[state.order.source])):
        if one.partition in known:
            known[one.partition].end = max(one.end, known[one.partition].end)
        else:
            state.ranges.append(one)
