"""What must be true after any fault: everything that was produced is indexed or rejected, in its last version.

The oracle knows only what was produced, and reads only what the servers hold in the end.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan
from kafka.errors import KafkaTimeoutError

from pipeline.kafka.producer import RawProducer
from pipeline.kafka.reading import read_to_end
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.story.model import RawHeaders, RawStory
from pipeline.topics import REJECTED, STORIES
from tests.stack_fixtures import wait_until

MORNING = 1_700_000_000_000
POISON = b"\x01\x02 ... --- \x00"
"""Bytes that no parser makes a story of."""


@dataclass
class Oracle:
    """Keeps the books of one test."""

    settings: Settings
    client: Elasticsearch
    sent: dict[str, int] = field(default_factory=dict)
    """Last version of every uri that must be indexed."""
    poison: set[str] = field(default_factory=set)
    """Uris that must be rejected."""

    def produce(self, count: int, first: int = 0, versions: int = 1, poison_every: int = 0) -> None:
        """Send `count` stories in so many versions each, oldest first; each is confirmed by the broker."""
        failed = self.try_to_produce(count, first, versions, poison_every)
        assert not failed, failed[0]

    def try_to_produce(
        self, count: int, first: int = 0, versions: int = 1, poison_every: int = 0, seconds: float = 120
    ) -> list[Exception]:
        """The same where the broker may fail: only what it confirmed is in the books; why each of the others is not.

        After the last is sent, confirmations are waited for so many seconds.
        """
        failed: list[Exception] = []
        with RawProducer(self.settings) as producer:
            for revision in range(versions):
                for number in range(first, first + count):
                    bad = poison_every > 0 and number % poison_every == 0
                    uri, version = f"urn:fault:{number}", MORNING + revision * 1000
                    value = POISON if bad else story(number, revision)
                    headers = RawHeaders(feed="faults", received=version, uri=uri, version=version, format="plain")
                    done = partial(self._done, uri, version, bad, failed)
                    producer.send(RawStory(value=value, headers=headers), uri, done)
            with contextlib.suppress(KafkaTimeoutError):  # what is not confirmed by then fails when the producer closes
                producer.flush(seconds)
        return failed

    def _done(self, uri: str, version: int, bad: bool, failed: list[Exception], error: Exception | None) -> None:
        if error is not None:
            failed.append(error)
        elif bad:
            self.poison.add(uri)
        else:
            self.sent[uri] = max(version, self.sent.get(uri, 0))

    def indexed(self) -> int:
        """How many stories are in the index now."""
        alias = Names(self.settings.index_prefix).operators
        self.client.indices.refresh(index=alias)
        return int(self.client.count(index=alias)["count"])

    def wait_for(self, count: int, seconds: float = 120) -> None:
        """Wait until so many stories are in the index."""
        wait_until(lambda: self.indexed() >= count, f"{count} stories are indexed", seconds)

    def wait_until_final(self, seconds: float = 180) -> None:
        """Wait until every uri is indexed in its last version, or rejected; then hold everything against the books."""
        self.wait_for(len(self.sent), seconds)
        wait_until(lambda: self.versions() == self.sent, "the last version of each story is indexed", seconds)
        wait_until(lambda: self.rejected() == self.poison, "what is poison is rejected", seconds)
        self.order_was_kept()

    def versions(self) -> dict[str, int]:
        """Version of each indexed story."""
        alias = Names(self.settings.index_prefix).operators
        self.client.indices.refresh(index=alias)
        hits: Iterable[dict[str, dict[str, int]]] = scan(
            self.client, index=alias, query={"_source": ["version"]}, size=2000
        )
        return {str(hit["_id"]): hit["_source"]["version"] for hit in hits}

    def rejected(self) -> set[str]:
        """Uris in the dead letters."""
        return {(record.key or b"").decode() for record in read_to_end(self.settings, REJECTED)}

    def order_was_kept(self) -> None:
        """Versions of a story reach `wire.stories` in order; a repeated delivery starts again, it never swaps two."""
        order: dict[bytes, list[bytes]] = defaultdict(list)
        for record in read_to_end(self.settings, STORIES):
            ours = (record.key or b"").startswith(b"urn:fault:")
            if ours and record.value not in order[record.key]:
                order[record.key].append(record.value)
        for key, values in order.items():
            versions = [int(value.split(b'"version":', 1)[1].split(b",", 1)[0]) for value in values]
            assert versions == sorted(versions), key


def story(number: int, revision: int = 0) -> bytes:
    """A story of its own words; revisions differ."""
    return (
        f"Ministers meet about item {number}\n\n"
        f"The ministers met on Monday to talk about the long agenda, for the {revision + 1}. time.\n"
    ).encode()
