"""Sends letters back to where their originals came from, once what was wrong is mended.

The bytes, the key and every header go as they came, with `attempt` one higher. What was sent back so often already that
it won't help is *parked*: closed without being sent, until a person asks for it by state.

Delivery guarantee: at least once. A letter is closed after the broker has its original again; killed in between, it is
open still, and sent once more, which changes nothing (same uri, same version).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from elasticsearch import Elasticsearch
from msgspec import Struct

from pipeline.kafka.sending import ConfirmedSender, Outgoing
from pipeline.letters.closing import closing_record
from pipeline.letters.letter import Closing, Fate, Letter
from pipeline.letters.reading import fetch
from pipeline.search.names import Names, document_id
from pipeline.settings import Settings
from pipeline.story.headers import Origin, original_pairs
from pipeline.story.identity import index_version
from pipeline.story.model import Story
from pipeline.topics import RAW, REJECTED, STORIES

MOST_ATTEMPTS = 3
"""What three mendings did not help won't be helped by a fourth of the same kind."""

TOGETHER = 100
"""Letters sent before they are closed together."""


class Plan(Struct, frozen=True, kw_only=True):
    """What a retry would do."""

    send: list[list[Letter]]
    """Letters by original: a transmission that left several is sent once."""
    park: list[list[Letter]]


class Retried(Struct, kw_only=True):
    """What a retry did, counted in letters."""

    sent: int = 0
    parked: int = 0
    superseded: int = 0
    """Not sent, because the index holds a newer version of the story by now."""
    missing: int = 0
    """The original's bytes are gone from `wire.rejected`; the letter stays open."""


def plan(chosen: Iterable[Letter], letters: Sequence[Letter], most_attempts: int) -> Plan:
    """Sort the chosen letters by original. Other open letters of the same original go with them: it is judged anew."""
    wanted = {letter.origin or letter.place for letter in chosen}
    by_origin: dict[Origin, list[Letter]] = {}
    for letter in letters:
        if (letter.origin or letter.place) in wanted:
            by_origin.setdefault(letter.origin or letter.place, []).append(letter)
    groups = list(by_origin.values())
    worn = [group for group in groups if max(letter.attempt for letter in group) >= most_attempts]
    return Plan(send=[group for group in groups if group not in worn], park=worn)


def carry_out(settings: Settings, planned: Plan, client: Elasticsearch) -> Retried:
    """Send what is to be sent, close what is closed. Raises elasticsearch's errors where it can't be asked."""
    done = Retried()
    with ConfirmedSender(settings) as sender:
        closer = _Closer(settings, sender)
        for start in range(0, len(planned.send), TOGETHER):
            groups = planned.send[start : start + TOGETHER]
            found = {_origin(r): r for r in fetch(settings, [group[0].place for group in groups])}
            ready = [(group, found[group[0].place]) for group in groups if group[0].place in found]
            old = [(group, record) for group, record in ready if _is_superseded(record, group[0], client, settings)]
            fresh = [pair for pair in ready if pair not in old]
            sender.send([_sent_back(settings, group, record) for group, record in fresh])
            closer.close([group for group, _ in fresh], "retried")
            closer.close([group for group, _ in old], "superseded")
            done.sent += sum(len(group) for group, _ in fresh)
            done.superseded += sum(len(group) for group, _ in old)
            done.missing += sum(len(group) for group in groups if group[0].place not in found)
        closer.close(planned.park, "parked")
        done.parked = sum(len(group) for group in planned.park)
    return done


def close(settings: Settings, letters: Iterable[Letter]) -> int:
    """Close letters that were dealt with otherwise; how many. Nothing is deleted: state `all` still shows them."""
    groups = [[letter] for letter in letters]
    with ConfirmedSender(settings) as sender:
        _Closer(settings, sender).close(groups, "closed")
    return len(groups)


class _Closer:
    def __init__(self, settings: Settings, sender: ConfirmedSender) -> None:
        self._topic = REJECTED.with_prefix(settings.topic_prefix)
        self._sender = sender

    def close(self, groups: Iterable[list[Letter]], fate: Fate) -> None:
        closings = [Closing(closes=letter.place, fate=fate) for group in groups for letter in group]
        self._sender.send([closing_record(self._topic, one) for one in closings])


def _origin(record: Any) -> Origin:
    return Origin(record.topic, record.partition, record.offset)


def _sent_back(settings: Settings, group: list[Letter], record: Any) -> Outgoing:
    attempt = max(letter.attempt for letter in group) + 1
    return Outgoing(_home(settings, group[0]), record.key, record.value or b"", original_pairs(record.headers, attempt))


def _home(settings: Settings, letter: Letter) -> str:
    """The topic that the original came from: a finished story that the index refused is not made anew."""
    stories = STORIES.with_prefix(settings.topic_prefix)
    return stories if letter.origin and letter.origin.topic == stories else RAW.with_prefix(settings.topic_prefix)


def _is_superseded(record: Any, letter: Letter, client: Elasticsearch, settings: Settings) -> bool:
    """Whether a story of `wire.stories` is older than what is indexed: it must not become the last of its uri there."""
    if _home(settings, letter) != STORIES.with_prefix(settings.topic_prefix):
        return False
    try:
        story = msgspec.json.decode(record.value or b"", type=Story)
    except msgspec.MsgspecError:
        return False
    (found,) = client.mget(index=Names(settings.index_prefix).operators, ids=[document_id(story.uri)], source=False)[
        "docs"
    ]
    return bool(found.get("found")) and found["_version"] > index_version(story.version, story.generation)
