"""What a source says of a story's life, in any format's words, as the same few fields.

An embargo fails closed: one that is stated and can't be read holds the story. So does a status that isn't known.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from pipeline.story.model import HELD, Kind, PubStatus
from pipeline.story.parse.instant import instant_of_text

_STATUS: dict[str, PubStatus] = {
    "usable": "usable",
    "embargoed": "usable",  # usable from an instant on: see `life_of`
    "withheld": "withheld",
    "withdrawn": "canceled",
    "canceled": "canceled",
    "cancelled": "canceled",
    "killed": "canceled",
    "kill": "canceled",
    "deleted": "canceled",
    "delete": "canceled",
}
_KILLS = frozenset({"canceled", "cancelled", "cancel", "kill", "killed", "delete", "deleted", "withdrawn"})
_NOT_TEXT = frozenset({"picture", "photo", "graphic", "video", "audio", "animated", "animation", "composite"})
_KINDS: dict[str, tuple[Kind, int | None]] = {
    "flash": ("alert", 1),
    "alert": ("alert", 2),
    "alerte": ("alert", 2),
    "alerta": ("alert", 2),
    "bulletin": ("alert", 2),
    "snap": ("alert", 2),
    "eilmeldung": ("alert", 2),
    "advisory": ("advisory", None),
    "agenda": ("advisory", None),
    "daybook": ("advisory", None),
    "planning": ("advisory", None),
    "press-advisory": ("advisory", None),
}


_WESTERNMOST = timedelta(hours=12)
"""An embargo without a zone may be meant in any: it holds until the last zone (UTC-12) has reached it."""


class Life(Struct, frozen=True, kw_only=True):
    """Publication status, embargo, and the quality flags that reading them earned."""

    pubstatus: PubStatus
    embargoed: datetime | None = None
    flags: tuple[str, ...] = ()


def life_of(status: str | None, embargo: str | None, *, embargo_stated: bool = False) -> Life:
    """The life of a story whose source writes `status` and an embargo until `embargo` (either may be missing).

    `embargo_stated` says that the source speaks of an embargo even where `embargo` is empty. A scheme's prefix
    (`stat:usable`) is dropped; no status means usable, as NewsML and ninjs have it.

    >>> life_of("stat:usable", None)
    Life(pubstatus='usable', embargoed=None, flags=())
    >>> life_of("Embargoed", "tomorrow").flags
    ('embargo-unreadable',)
    """
    word = _bare(status)
    pubstatus = _STATUS.get(word) if word else "usable"
    flags: tuple[str, ...] = ()
    if pubstatus is None:
        pubstatus, flags = "withheld", ("status-unknown",)
    if not (embargo and embargo.strip()) and not embargo_stated and word != "embargoed":
        return Life(pubstatus=pubstatus, flags=flags)
    instant = instant_of_text(embargo)
    if instant is None:
        return Life(pubstatus=pubstatus, embargoed=HELD, flags=(*flags, "embargo-unreadable"))
    if instant[1]:
        return Life(pubstatus=pubstatus, embargoed=instant[0], flags=flags)
    return Life(pubstatus=pubstatus, embargoed=instant[0] + _WESTERNMOST, flags=(*flags, "embargo-zone-assumed"))


def is_not_text(kind_of_content: str | None) -> bool:
    """Whether an item is a picture, a video or the like (`ninat:picture`): without a body it is no story.

    >>> is_not_text("ninat:picture"), is_not_text("ninat:text"), is_not_text(None)
    (True, False, False)
    """
    return _bare(kind_of_content) in _NOT_TEXT


def is_kill(word: str | None) -> bool:
    """Whether an instruction or signal takes the story back (`sig:kill`, `Instruction FormalName="Delete"`)."""
    return _bare(word) in _KILLS


def kind_of(*words: str | None) -> tuple[Kind, int | None]:
    """The kind that the source's genre, product or profile names, and the urgency that goes with it.

    >>> kind_of("Current", "Flash")
    ('alert', 1)
    >>> kind_of("Analysis", None)
    ('story', None)
    """
    for word in words:
        if _bare(word) in _KINDS:
            return _KINDS[_bare(word)]
    return "story", None


def urgency_of(written: str | int | None, floor: int | None = None) -> int | None:
    """1 … 9, or null when it isn't one; `floor` is what the kind demands (a flash is 1 whatever is written).

    0 is a wire service's 'flash' in some 7901 feeds and counts as 1.
    """
    digits = str(written).strip() if written is not None else ""
    stated = int(digits) if len(digits) == 1 and digits in "0123456789" else None
    known = [u for u in (max(stated, 1) if stated is not None else None, floor) if u is not None]
    return min(known) if known else None


def _bare(word: str | None) -> str:
    return word.strip().rsplit(":", 1)[-1].lower() if word else ""
