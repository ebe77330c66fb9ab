"""Which stories tell the same running event: alert, urgent, lead, wrap, each sent under a uri of its own. Pure.

The rule, its measure and its limits are docs/series.md. Of each story the index keeps what the rule needs
(`series_words`, `series_keys`), made from that story alone; who belongs to whom is decided when somebody searches, from
the stories that are there then. So the order of arrival, a replay or a kill can't make it wrong, and nothing has to be
rewritten (docs/decisions/0012-series-are-decided-when-searched.md).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.gazetteer.keys import key_of
from pipeline.search.query import stop_words
from pipeline.story.model import Story

GAP = timedelta(hours=12)
"""Between two stories of a series, at most: a market's report of the next day is another story."""
MOST_WORDS = 48
WORDS_REMEMBERED = 50_000
"""Words whose stem and hash are kept: wire text says the same words again, and it halves the cost of a story."""
BANDS, ROWS = 24, 2
"""Of pairs that share 3 words of 10, 9 in 10 have a band in common; of those that share 1 of 20, 1 in 17."""

_ALIKE_WITH_SLUG = 0.3
_ALIKE_AS_UPDATE = 0.4
_ALIKE = 0.5
_ALIKE_IN_SPITE_OF_SLUG = 0.8
"""Share of the shorter one's words that stand in the other, at least: docs/series.md says for which pairs."""

_STAGES = re.compile(
    r"(\d*(st|nd|rd|th)?(lead|ld|wrap|update|upd|write|writethru|take|add|sub|snap)|urgent|alert|flash|bulletin|newsalert"
    r"|alerte|urgente|eilmeldung|factbox|wrapup|\d+(st|nd|rd|th|eme|er)?)"
)
"""Words of a slug that say how far a story has come, and not what it is about."""
_UPDATE_NOTE = re.compile(
    r"(updates?|updating|recasts?|adds?|leads?|actualise|ajoute|aktualisiert)\b|(اضافه|تحديث|يضيف)", re.I
)
_UPDATE_LABEL = re.compile(
    r"(\d*(st|nd|rd|th)?\W?(lead|ld)|urgent|update|wrap|alert|alerte|flash|bulletin|عاجل|تنبيه)", re.I
)
_ARABIC_BEGINNING = re.compile(r"[وف]?(?:لل|[بكل]?ال|[بكل])?")


@dataclass(frozen=True)
class Member:
    """What the rule looks at of a story. `names` are its people, organisations and places."""

    uri: str
    created: datetime
    feed: str
    language: str
    kind: str
    slug: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]
    updates: bool
    replaces: frozenset[str]
    keys: frozenset[str]

    @property
    def age(self) -> tuple[datetime, str]:
        """Orders by time; the uri decides between two of one second."""
        return self.created, self.uri


MATERIAL = [
    *("uri", "versioncreated", "feed", "language", "kind", "slugline", "labels", "ednote", "replaces"),
    *("people", "organisations", "places", "series_words", "series_keys"),
]
"""Fields of the index that a member is made of."""


def material(story: Story) -> dict[str, list[str]]:
    """What the index keeps for the rule: words of headline and first paragraph, and keys to look others up by."""
    words = _content_words(f"{story.headline}\n{story.body_text.partition(chr(10) * 2)[0]}")
    keys = [f"{story.feed}/{band}" for band in _bands(words)]
    if slug := slug_words(story.slugline):
        keys.append(f"{story.feed}/{'-'.join(sorted(slug))}")
    return {"series_words": words, "series_keys": keys}


def member(source: Mapping[str, Any]) -> Member:
    """A story of the index (`MATERIAL` of its document) as the rule sees it."""
    labels = source.get("labels", ())
    updates = bool(_UPDATE_NOTE.match(source.get("ednote") or "")) or any(map(_UPDATE_LABEL.match, labels))
    return Member(
        uri=source["uri"],
        created=datetime.fromisoformat(source["versioncreated"]),
        feed=source["feed"],
        language=source["language"],
        kind=source["kind"],
        slug=slug_words(source.get("slugline")),
        words=frozenset(source.get("series_words", ())),
        names=frozenset(name for group in ("people", "organisations", "places") for name in source.get(group, ())),
        updates=updates or source["kind"] == "alert",
        replaces=frozenset(source.get("replaces", ())),
        keys=frozenset(source.get("series_keys", ())),
    )


def linked(one: Member, other: Member) -> bool:
    """Whether two stories are neighbours in a series. The same whichever comes first."""
    if one.uri in other.replaces or other.uri in one.replaces:
        return True
    if one.feed != other.feed or "advisory" in (one.kind, other.kind) or abs(one.created - other.created) > GAP:
        return False
    if one.language != other.language and "und" not in (one.language, other.language):
        return False
    if one.names and other.names and not one.names & other.names:
        return False  # the same form filled in for another event: results, verdicts, accidents elsewhere
    if not one.keys & other.keys:
        return False  # neighbours are looked up by their keys: the rule may not see more than the search does
    return _overlap(one.words, other.words) >= _wanted(one, other)


def _wanted(one: Member, other: Member) -> float:
    """How alike two stories must be, by what else speaks for them or against."""
    if one.slug and other.slug:
        return _ALIKE_WITH_SLUG if one.slug == other.slug else _ALIKE_IN_SPITE_OF_SLUG
    return _ALIKE_AS_UPDATE if one.updates or other.updates else _ALIKE


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the shorter one's words that the other has: an alert is one sentence of a story to come."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def series_of(members: Iterable[Member]) -> dict[str, str]:
    """Uri → id of its series: the uri of the series' first story. Neighbours' neighbours are in it too.

    The same for any order of `members`.
    """
    ordered = sorted(members, key=lambda one: one.age)
    first = {one.uri: one.uri for one in ordered}

    def root(uri: str) -> str:
        while first[uri] != uri:
            uri = first[uri]
        return uri

    rank = {one.uri: at for at, one in enumerate(ordered)}
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if linked(one, other):
                earlier, later = sorted((root(one.uri), root(other.uri)), key=rank.__getitem__)
                first[later] = earlier
    return {uri: root(uri) for uri in first}


def slug_words(slug: str | None) -> frozenset[str]:
    """A slug without what says how far the story has come.

    >>> sorted(slug_words("Peru-ferry-accident,2ndlead")) == sorted(slug_words("PERU FERRY ACCIDENT URGENT"))
    True
    >>> slug_words(None)
    frozenset()
    """
    return frozenset(word for word in key_of(slug or "").split() if not _STAGES.fullmatch(word))


def _content_words(text: str) -> list[str]:
    """Beginnings of the words that say something, in their order, each once; numbers whole.

    Seven letters: `injured` and `injuries` are alike; so are Arabic words with و ب ل ك ف and ال and without.

    >>> _content_words("The ferry sank off Lima; 12 died on the ferry")
    ['ferry', 'sank', 'off', 'lima', '12', 'died']
    >>> _content_words("والرئيس الرئيس")
    ['رييس']
    """
    return list(dict.fromkeys(stem for word in key_of(text).split() if (stem := _stem(word))))[:MOST_WORDS]


@lru_cache(WORDS_REMEMBERED)
def _stem(word: str) -> str:
    """The beginning of a word that says something, else nothing."""
    if word in stop_words():
        return ""
    found = _ARABIC_BEGINNING.match(word)
    rest = word[found.end() :] if found and len(word) - found.end() >= 3 else word
    return rest[:7] if len(rest) > 2 or rest.isdigit() else ""


@lru_cache(WORDS_REMEMBERED)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")


@cache
def _factors() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Odd factor and summand of each hash function: any will do, if they stay the same in every release."""
    made = [_hash(f"series {number}") for number in range(BANDS * ROWS * 2)]
    numbers = np.array(made, dtype=np.uint64).reshape(2, BANDS * ROWS, 1)
    return numbers[0] | np.uint64(1), numbers[1]


def _bands(words: Sequence[str]) -> list[str]:
    """MinHash of the words, in bands of `ROWS`: two stories share a band the likelier, the more words they share."""
    if not words:
        return []
    hashed = [_hash(word) for word in words]
    factor, summand = _factors()
    mixed = (np.array(hashed, dtype=np.uint64) * factor + summand) >> np.uint64(40)
    least = mixed.min(axis=1).reshape(BANDS, ROWS)
    return [f"{at:x}.{one:x}.{other:x}" for at, (one, other) in enumerate(least.tolist())]
