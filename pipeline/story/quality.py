"""The quality flags of a story: each declared once, with what it tells a person who watches quality."""

from __future__ import annotations

FLAGS: dict[str, str] = {
    "embargo-unreadable": "The embargo could not be read, so the story is held until a person decides.",
    "embargo-zone-assumed": "The embargo states no zone: it holds until the westernmost zone (UTC-12) has reached it.",
    "identity-derived": "The story carries no identity: its uri is made from its bytes, so updates can't join it.",
    "version-derived": "The story says no time of its own: its version is the transport's time or the time of receipt.",
    "time-unreadable": "A time stands where versioncreated belongs and can't be read.",
    "time-ahead": "The story's own time is more than a day after its receipt.",
    "zone-assumed": "A time without a zone was read as UTC.",
    "charset-contradicted": "The declared charset is not the one that the bytes are in.",
    "charset-damaged": "Some bytes are no text in the story's charset and became U+FFFD.",
    "markup-repaired": "XML that is not well-formed was read after a repair that loses no text.",
    "framing-repaired": "A frame byte or header field of the wire format is missing or misplaced.",
    "text-left-out": "The story carries more text bodies than the one that was taken.",
    "status-unknown": "The source states a publication status that isn't known: the story is withheld.",
    "guard-breach": "A repair would have lost or changed letters or digits, so it was not made.",
}
"""Flag → meaning. A flag that is not here can't be put on a story (a test walks the code for them)."""
