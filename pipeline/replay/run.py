"""A replay from beginning to end: what the command `wire replay` does, without the terminal.

Delivery guarantee: at least once, with an effect of exactly once. Positions are noted after what lies before them is
final, versions are external, the consumer has no group. The live feed's offsets and newer stories stay as they are.
"""

from __future__ import annotations

import time

from elasticsearch import Elasticsearch

from pipeline.failure import OperatorError
from pipeline.letters.reading import read_letters
from pipeline.replay.begin import Beginning, extend
from pipeline.replay.comparing import Forecast
from pipeline.replay.dead_letters import Known
from pipeline.replay.exchange import Exchange, StoppedError
from pipeline.replay.pool import Pool
from pipeline.replay.ranges import Range
from pipeline.replay.state import Order, ReplayState, StateFile, folder_of
from pipeline.replay.tally import Tally
from pipeline.replay.terms import Terms, Watch
from pipeline.replay.worker import Action, Job, Moved
from pipeline.search import promotion
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.story.rules import GENERATION

SAVE_SECONDS = 0.5
CLOSE_RECORDS = 2_000
"""So near the end of a topic that still grows, a replay has caught up; the rest is a matter of the exchange."""
ROUNDS = 10


class Replay:
    """One order, carried out."""

    def __init__(self, settings: Settings, order: Order, terms: Terms, client: Elasticsearch, watch: Watch) -> None:
        self._settings = settings
        self._order = order
        self._terms = terms
        self._client = client
        self._watch = watch
        self._names = Names(settings.index_prefix)
        self._beginning = Beginning(settings, order, terms, client, watch)
        self._file = StateFile(folder_of(settings), order.source, order.into)
        self._saved = 0.0

    def forecast(self) -> tuple[Forecast, Tally]:
        """What the replay would do to the live index; writes nothing at all."""
        ranges = self._beginning.ranges()
        forecast, tally = Forecast(), Tally()
        total = sum(one.left for one in ranges)
        self._watch.progress("compared", 0, total)

        def moved(report: Moved) -> None:
            tally.add(report.tally)
            for one in report.compared:
                forecast.add(one, self._terms.examples)
            note_positions(ranges, report)
            self._watch.progress("compared", total - sum(one.left for one in ranges), total)

        with self._pool("compare") as pool:
            pool.read(ranges, moved, lambda: self._watch.stopped)
        return forecast, tally

    def run(self) -> ReplayState:
        """Carry the order out; the state it ended in is `unfinished` where it was stopped."""
        into = self._order.into
        if into is not None and promotion.live_index(self._client, self._names) == into:
            return self._promoted_already(into)
        with self._file.locked():
            state = self._beginning.state(self._file)
            self._order = state.order
            with self._pool("publish" if self._order.source == "raw" and into is None else "index") as pool:
                self._read(pool, state, "replayed")
                if into is not None and not self._watch.stopped:
                    self._finish_index(pool, state, into)
            if not self._watch.stopped and state.phase == "reading":
                state.phase = "finished"
            self._file.write(state)
            return state

    def _promoted_already(self, into: str) -> ReplayState:
        """What is left of a promotion that was killed when its readers had moved: to note that it is done."""
        with self._file.locked():
            state = self._file.read()
            if state is None or not self._terms.promote:
                raise OperatorError(f"{into} is the live index already; leave --into out to replay into it")
            state.phase = "promoted"
            self._file.write(state)
        self._watch.say(f"{into} is the live index already; nothing is left to do")
        return state

    def _read(self, pool: Pool, state: ReplayState, what: str) -> None:
        total = sum(one.end - one.start for one in state.ranges)
        self._watch.progress(what, total - state.left, total)

        def moved(report: Moved) -> None:
            state.tally.add(report.tally)
            note_positions(state.ranges, report)
            self._watch.progress(what, total - state.left, total)
            if time.monotonic() - self._saved > SAVE_SECONDS:
                self._file.write(state)
                self._saved = time.monotonic()

        try:
            pool.read(state.ranges, moved, lambda: self._watch.stopped)
        finally:
            self._file.write(state)

    def _finish_index(self, pool: Pool, state: ReplayState, new: str) -> None:
        if not self._terms.promote:
            held = promotion.end_building(self._client, new)
            self._watch.say(f"{new} holds {held} stories; readers don't see it. Make it live with --promote.")
            return
        old = promotion.live_index(self._client, self._names)

        def catch_up() -> None:
            for _ in range(ROUNDS):
                extend(self._settings, state)
                close = state.left <= CLOSE_RECORDS
                self._read(pool, state, "caught up")
                if self._watch.stopped:
                    raise StoppedError
                if close:
                    return

        try:
            catch_up()
            Exchange(self._settings, self._client, old, new, catch_up, self._watch.say, self._terms.may_miss).run()
        except StoppedError:
            if promotion.writers_index(self._client, self._names) == new:
                state.phase = "writers-moved"
            return
        state.phase = "promoted"
        if state.order.source == "raw":
            self._watch.say(
                f"wire.stories may still hold results of older rules than {new} (generation {GENERATION}); "
                "refresh it with `wire replay raw`"
            )

    def _pool(self, action: Action) -> Pool:
        job = Job(
            settings=self._settings,
            order=self._order,
            action=action,
            target=self._target(action),
            known=Known.of(read_letters(self._settings)),
            writes_letters=action != "compare" and self._order.into is None,
        )
        return Pool(job, self._terms.processes, self._terms.rate)

    def _target(self, action: Action) -> str:
        """What the workers write to, or hold stories against."""
        if action != "index":
            return promotion.live_index(self._client, self._names)
        return promotion.building_alias(self._order.into) if self._order.into else self._names.write


def note_positions(ranges: list[Range], report: Moved) -> None:
    """Take what a worker reports as final into the ranges."""
    for one in ranges:
        if one.partition in report.positions:
            one.next = max(one.next, report.positions[one.partition])
