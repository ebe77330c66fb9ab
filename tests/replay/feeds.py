"""Made stories for the replay tests, ways to put them into a log, and to look at what came of it."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from elasticsearch import Elasticsearch
from kafka import KafkaAdminClient

from pipeline.kafka.producer import RawProducer
from pipeline.kafka.reading import read_to_end
from pipeline.replay.reading import bounds, committed
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.story.model import RawHeaders, RawStory
from pipeline.topics import RAW, STORIES, group
from tests.stack_fixtures import run_wire

MORNING = 1_700_000_000_000
DAY = 86_400_000
ROOT = Path(__file__).parents[2]
NEWER_RELEASE = {"PYTHONPATH": os.pathsep.join((str(Path(__file__).parent / "newer"), str(ROOT)))}
"""Environment in which every process is a release with one rule more (`newer/sitecustomize.py`)."""

Sent = tuple[str, RawStory]


def text(number: int, words: str = "the long agenda") -> bytes:
    """A plain story; every third has the words that the newer release writes otherwise."""
    told = "minutes" if number % 3 == 0 else "notes"
    return (
        f"Ministers meet about dossier {number}\n\nPARIS, Nov 14 (AGX) - The ministers met on Monday to talk about "
        f"{words}.\n\nThe {told} of meeting {number} will be published by the council next week.\n"
    ).encode()


def raw(uri: str, value: bytes, version: int = MORNING, feed: str = "test", form: str = "plain") -> Sent:
    """A transmission with its key."""
    headers = RawHeaders(feed=feed, received=version, uri=uri, version=version, format=form)
    return uri, RawStory(value=value, headers=headers)


def kill(uri: str, version: int) -> Sent:
    """A ninjs cancel without a body."""
    value = {"uri": uri, "pubstatus": "canceled", "headline": "kill"}
    return raw(uri, json.dumps(value).encode(), version, form="ninjs")


def no_story(uri: str) -> Sent:
    """Bytes that no release makes a story of."""
    return raw(uri, b"\x01\x02 ... --- \x00")


def mixed(count: int) -> list[Sent]:
    """A log as a feed leaves it, `count` uris.

    Of ten one has a second version, one is killed (and comes again, older), one is sent twice; some bytes are no story.
    """
    log: list[Sent] = []
    for number in range(count):
        uri = f"urn:t:{number}"
        log.append(raw(uri, text(number)))
        if number % 10 == 1:
            log.append(raw(uri, text(number, "the budget"), MORNING + DAY))
        elif number % 10 == 2:
            log += [kill(uri, MORNING + DAY), raw(uri, text(number))]
        elif number % 10 == 3:
            log.append(raw(uri, text(number)))
        elif number % 100 == 4:
            log.append(no_story(f"urn:t:bad-{number}"))
    return log


def send(settings: Settings, stories: Sequence[Sent]) -> None:
    """Produce all, each confirmed."""
    failed: list[Exception] = []
    with RawProducer(settings) as producer:
        for uri, story in stories:
            producer.send(story, uri, lambda error: failed.append(error) if error else None)
        producer.flush()
    assert not failed


@contextmanager
def again_and_again(step: Callable[[], None], pause: float) -> Iterator[None]:
    """Beside the block `step` is done, with so many seconds in between, until the block ends."""
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            step()
            stop.wait(pause)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def producing(settings: Settings, prefix: str = "urn:live:") -> Iterator[list[Sent]]:
    """Stories go on coming while the block runs, in small groups; what was sent is in the list."""
    sent: list[Sent] = []

    def produce() -> None:
        number = len(sent)
        group_of = [raw(f"{prefix}{number + n}", text(number + n)) for n in range(5)]
        send(settings, group_of)
        sent.extend(group_of)

    with again_and_again(produce, pause=0.2):
        yield sent


def documents(client: Elasticsearch, index: str) -> dict[str, tuple[int, dict[str, Any]]]:
    """Every document of an index by its id: external version and content."""
    client.indices.refresh(index=index)
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    after = None
    point = client.open_point_in_time(index=index, keep_alive="1m")["id"]
    while True:
        page = client.search(
            pit={"id": point, "keep_alive": "1m"}, size=5_000, sort="_shard_doc", version=True, search_after=after
        )["hits"]["hits"]
        if not page:
            client.close_point_in_time(id=point)
            return found
        after = page[-1]["sort"]
        found.update({hit["_id"]: (hit["_version"], hit["_source"]) for hit in page})


def live(client: Elasticsearch, settings: Settings) -> dict[str, tuple[int, dict[str, Any]]]:
    """Every document of the live index."""
    return documents(client, Names(settings.index_prefix).operators)


def count(client: Elasticsearch, settings: Settings) -> int:
    """Documents of the live index."""
    alias = Names(settings.index_prefix).operators
    client.indices.refresh(index=alias)
    return int(client.count(index=alias)["count"])


def drained(settings: Settings) -> bool:
    """Whether the live groups have committed everything that their topics hold."""
    for role, topic in (("enrich", RAW), ("index", STORIES)):
        done = committed(settings, group(role, settings.topic_prefix), topic)
        if any(done.get(p, begin) < end for p, (begin, end) in bounds(settings, topic).items() if end > begin):
            return False
    return True


def live_offsets(settings: Settings) -> dict[str, dict[int, int]]:
    """What each live group has committed."""
    return {
        role: committed(settings, group(role, settings.topic_prefix), topic)
        for role, topic in (("enrich", RAW), ("index", STORIES))
    }


def groups(settings: Settings) -> set[str]:
    """Consumer groups under the test's prefix."""
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap)
    try:
        return {one["group_id"] for one in admin.list_groups() if one["group_id"].startswith(settings.topic_prefix)}
    finally:
        admin.close()


def records(settings: Settings) -> int:
    """Records of `wire.raw`."""
    return sum(1 for _ in read_to_end(settings, RAW))


def replay(settings: Settings, *arguments: str, status: int = 0, more: dict[str, str] | None = None) -> dict[str, Any]:
    """`wire replay … --json`: its summary."""
    done = run_wire(settings, "replay", *arguments, "--json", more=more, seconds=600)
    assert done.returncode == status, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told
