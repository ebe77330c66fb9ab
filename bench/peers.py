"""The pipeline beside its peers, in one run: each round gives every one of them the same stories, in a changed order.

All are started first and then wait, so a round holds no start. What is not ours gets the plain text and puts it into an
index with Elasticsearch's default mapping, which costs Elasticsearch less than ours. CPU time is that of its processes,
and of Elasticsearch in the same time (all that it does: use servers of the run's own). Kafka's is not counted.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec

from elasticsearch import Elasticsearch

from bench.chart import Bar, chart, spread
from bench.figures import Figure, machine
from bench.index import bulk_seconds
from bench.peers_page import BULK, CORE, NAIVE, OURS, PLAIN, QUIX, QUIX_LANGDETECT, Run, page
from bench.processes import cpu_seconds
from bench.servers import Bench, elasticsearch_cpu, send, wait_until, workers
from bench.stories import raw
from pipeline.kafka.producer import RawProducer
from pipeline.search.client import connect
from pipeline.search.document import bulk_lines
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.stack.server import guarded
from pipeline.story.model import RawStory, Story
from pipeline.story.rules import Rules
from pipeline.story.stages import process
from pipeline.topics import RAW

TITLE = "the pipeline beside its peers, interleaved, by the clock; median of the rounds"
ROUNDS, LONG_ROUNDS = 3, 5
STORIES, LONG_STORIES = 2000, 4000
FEW = 10
"""The share of them (one in ten) for those that take some ten milliseconds of each."""
PROGRAMS = {PLAIN: ("plain_loop",), QUIX: ("quix",), QUIX_LANGDETECT: ("quix", "langdetect"), NAIVE: ("naive_faust",)}
"""Peer → its module of `bench.contestants`, and a last argument."""
SLOW = {QUIX_LANGDETECT, NAIVE}

Turn = Callable[[Sequence[RawStory]], Run]


def measure(bench: Bench) -> list[Figure]:
    """Every contestant's rate; the section and the chart are left in `bench`."""
    rounds: dict[str, list[Run]] = defaultdict(list)
    how_many, each = (LONG_ROUNDS, LONG_STORIES) if bench.long else (ROUNDS, STORIES)
    with ExitStack() as open_things:
        turns = dict(_turns(bench, open_things))
        names = list(turns)
        for number in range(how_many + 1):  # the first one does not count: it waits for the starts, and Java compiles
            stories = [raw(number * each + n) for n in range(each)]
            first = number % len(names)
            for name in names[first:] + names[:first]:
                run = turns[name](stories[: len(stories) // FEW] if name in SLOW else stories)
                print(f"  round {number}: {name}, {run.rate:,.1f} stories/s", file=sys.stderr, flush=True)
                if number:
                    rounds[name].append(run)
    bench.pages["peers"] = page(rounds, _heading(how_many, each))
    bars = [Bar(name, [run.rate for run in rounds[name]], name == OURS) for name in names]
    bench.charts["peers.svg"] = chart(f"The same stories through each, {machine()}", "stories a second", bars)
    return [Figure(f"peers: {name}", spread([r.rate for r in runs])[1], "stories/s") for name, runs in rounds.items()]


def _heading(rounds: int, stories: int) -> str:
    return (
        f"{machine()} at its end: what others take of the machine is missing from every rate, so look at the "
        f"proportions, which are of each round. {rounds} rounds of {stories} stories of the mixed set, "
        f"{stories // FEW} for the two with langdetect. `make bench-peers`."
    )


def _turns(bench: Bench, open_things: ExitStack) -> Iterator[tuple[str, Turn]]:
    alone = _Alone(bench.rules, open_things.enter_context(bench.pipeline()), open_things)
    yield CORE, alone.core
    yield BULK, alone.bulk
    settings = open_things.enter_context(bench.pipeline())
    pid = open_things.enter_context(workers(settings, os.cpu_count() or 1))
    yield OURS, _Streaming(settings, Names(settings.index_prefix).operators, pid, open_things)
    for name, program in PROGRAMS.items():
        if program[0] == "quix" and not find_spec("quixstreams"):
            print(f"{name} is left out: quixstreams is not installed here; `make bench-peers` does it", file=sys.stderr)
            continue
        settings = open_things.enter_context(bench.pipeline())
        yield name, peer(settings, program, open_things)


def peer(settings: Settings, program: Sequence[str], open_things: ExitStack) -> _Streaming:
    """Start a program of `bench.contestants`; ended when `open_things` are closed."""
    index = f"{settings.index_prefix}peer"
    with connect(settings) as client:
        client.indices.create(index=index, settings={"number_of_shards": 1, "number_of_replicas": 0})
    settings.work_folder.mkdir(parents=True, exist_ok=True)
    topic = RAW.with_prefix(settings.topic_prefix)
    where = (settings.kafka_bootstrap, topic, settings.elasticsearch_url, index, str(settings.work_folder))
    command = [sys.executable, "-m", f"bench.contestants.{program[0]}", *where, *program[1:]]
    return _Streaming(settings, index, open_things.enter_context(guarded(command, os.environ)), open_things)


class _Alone:
    """The core and Elasticsearch, each by itself, in this process."""

    def __init__(self, rules: Rules, settings: Settings, open_things: ExitStack) -> None:
        self._rules = rules
        self._settings = settings
        self._client = open_things.enter_context(connect(settings))
        self._of: Sequence[RawStory] = ()
        self._lines: list[bytes] = []

    def core(self, stories: Sequence[RawStory]) -> Run:
        """From the bytes to the story."""
        done: list[Story] = []
        run = _timed(self._client, stories, time.process_time, lambda: done.extend(self._processed(stories)))
        self._of, self._lines = stories, [bulk_lines(story) for story in done]
        return run

    def bulk(self, stories: Sequence[RawStory]) -> Run:
        """From finished documents to the index."""
        if self._of is not stories:
            self.core(stories)
        return _timed(
            self._client, stories, time.process_time, lambda: asyncio.run(bulk_seconds(self._settings, self._lines))
        )

    def _processed(self, stories: Sequence[RawStory]) -> list[Story]:
        return [one for story in stories for one in process(story, self._rules) if isinstance(one, Story)]


class _Streaming:
    """A program that reads `wire.raw` and fills an index; `pid` is one whose descendants all of it are."""

    def __init__(self, settings: Settings, index: str, pid: int, open_things: ExitStack) -> None:
        self._settings = settings
        self._index = index
        self._pid = pid
        self._client = open_things.enter_context(connect(settings))
        self._sent = 0

    def __call__(self, stories: Sequence[RawStory]) -> Run:
        """Send them, and wait until all are in the index."""
        self._sent += len(stories)
        with RawProducer(self._settings) as producer:

            def work() -> None:
                send(producer, stories)
                wait_until(self._all_there, pause=0.05)

            return _timed(self._client, stories, lambda: cpu_seconds(self._pid), work)

    def _all_there(self) -> bool:
        """Looks at a counter first: it costs no refresh."""
        stats = self._client.indices.stats(index=self._index, metric="indexing")
        if stats["_all"]["primaries"]["indexing"]["index_total"] < self._sent:
            return False
        self._client.indices.refresh(index=self._index)
        return bool(self._client.count(index=self._index)["count"] == self._sent)


def _timed(
    client: Elasticsearch, stories: Sequence[RawStory], cpu: Callable[[], float], work: Callable[[], object]
) -> Run:
    elasticsearch = elasticsearch_cpu(client)
    own, began = cpu(), time.perf_counter()
    work()
    seconds, own = time.perf_counter() - began, cpu() - own
    return Run(len(stories), seconds, own, elasticsearch_cpu(client) - elasticsearch)
