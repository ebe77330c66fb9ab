"""ANPA 1312 (1979, "high-speed wire"): one message, one story. North American agencies' teletypesetter format.

    SYN SYN SOH a1234 US code CR LF  r i DC3 DC1 bc-slug-version 09-05 0123 CR LF
    STX ^headline< TAB text ETX XX-NY-09-05-23 1032GMT

`^` begins and `<` ends a line that is set apart (slug, headline, byline, note); TAB begins a paragraph.
"""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import Struct

from pipeline.story.model import ParsedStory, RawStory, Subject
from pipeline.story.parse.charset import Decoded
from pipeline.story.parse.embargo_line import life_in_text, sets_an_embargo
from pipeline.story.parse.framing import text_and_trailer
from pipeline.story.parse.naming import Carried, named, received_at
from pipeline.story.parse.wiretime import instant_of_month_day_year

FIRST_LINE = re.compile(r"[\s\x00\x16]*\x01(?P<service>[A-Za-z])(?P<number>\d{4})\x1f?(?P<code>[^\r\n\x02]{0,40})")
_SECOND_LINE = re.compile(
    r"[\r\n]*(?P<priority>[a-z])[ \t]+(?P<category>[a-z])[\x11-\x14 ]{0,4}(?P<keyword>[^\r\n\x02]*?)"
    r"(?:[ \t]+(?P<month>\d\d?)-(?P<day>\d\d?))?(?:[ \t]+(?P<words>\d{1,5}))?[ \t]*(?=[\r\n\x02]|$)",
    re.IGNORECASE,
)
_SLUG_LINE = re.compile(r"[A-Z]{2}-[A-Z]{0,3}-{1,2}\S.*|(?:AM|PM|BC|AP)-\S.*", re.IGNORECASE)
_NOTE = re.compile(r"(?:Eds\.?|Editors?|EDITOR'S NOTE|ADVISORY)\b\s*[:_\N{EM DASH}-]*\s*", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|Por|Par)\s+\S", re.IGNORECASE)
_ADVISORY = re.compile(r"\b(?:kill|withhold|advisory|elimination|mandatory kill)\b", re.IGNORECASE)
_TABULAR = "\x12"
_URGENCY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "a": 5, "s": 6, "w": 6}
"""Flash, bulletin, urgent, regular, deferred, advance, Sunday and weekend copy."""
_TYPOGRAPHY = re.compile("[\x00-\x07\x0b\x0c\x0e-\x1f\x7f]")


class _Set(Struct, kw_only=True):
    """The lines of the text that are set apart, and its paragraphs."""

    slug: str | None = None
    headline: str | None = None
    byline: str | None = None
    notes: list[str] = []
    paragraphs: list[str] = []
    marked: bool = False


def story_from_anpa1312(raw: RawStory, own: bytes, decoded: Decoded, alone: bool) -> ParsedStory:
    """The story of one message; `own` is its bytes, `alone` says that the transmission holds no other."""
    text, trailer, whole = text_and_trailer(decoded.text)
    before = decoded.text.partition("\x02")[0]
    first = FIRST_LINE.match(before)
    second = _SECOND_LINE.match(before, first.end()) if first else None
    if "\x02" not in decoded.text and first:
        text = text[min(len(text), second.end() if second else first.end()) :]
    created = instant_of_month_day_year(trailer)
    tabular = second is not None and _TABULAR in second[0]
    set_text = _set(text, tabular)
    keyword, version = _keyword(second["keyword"] if second else "")
    name = named(raw, own, Carried(uri=_uri(raw, first, created), created=created), alone=alone)
    life = life_in_text(_TYPOGRAPHY.sub("", text.replace("\r", "")))
    priority = second["priority"].lower() if second else None
    advisory = _ADVISORY.search(f"{keyword or ''} {version or ''} {set_text.slug or ''}") is not None
    repaired = [] if whole and first and second else ["framing-repaired"]
    return ParsedStory(
        uri=name.uri,
        version=name.version,
        feed=raw.headers.feed,
        format="anpa1312",
        versioncreated=name.versioncreated,
        charset=decoded.charset,
        embargoed=life.embargoed,
        urgency=_URGENCY.get(priority or ""),
        kind="alert" if priority in {"f", "b"} else "advisory" if advisory else "story",
        slugline=set_text.slug or keyword,
        byline=set_text.byline,
        ednote="\n".join(set_text.notes) or None,
        subjects=[Subject(code=second["category"].lower(), scheme="anpa1312")] if second else [],
        keywords=[keyword] if keyword else [],
        labels=[version] if version else [],
        sequence=int(first["number"]) if first else None,
        quality=list(dict.fromkeys([*decoded.flags, *repaired, *name.flags, *life.flags])),
        headline=set_text.headline,
        body="\n\n".join(set_text.paragraphs) if set_text.marked else "\n".join(set_text.paragraphs),
        paragraphs_marked=set_text.marked,
    )


def _keyword(field: str) -> tuple[str | None, str | None]:
    """Keyword and version/take of `bc-harbour-strike, 1stld-writethru`: the version follows a comma or a blank."""
    keyword, _, version = _TYPOGRAPHY.sub("", field).strip().partition(",")
    if not version:
        keyword, _, version = keyword.partition(" ")
    return keyword.strip() or None, version.strip() or None


def _uri(raw: RawStory, first: re.Match[str] | None, created: datetime | None) -> str | None:
    """Feed, service level, story number and day: numbers start again each day."""
    if first is None:
        return None
    day = (created or received_at(raw)).date().isoformat()
    return f"urn:wire:{raw.headers.feed}:{first['service'].lower()}{first['number']}:{day}"


def _set(text: str, tabular: bool) -> _Set:
    """Sort the lines of the text. Tabular copy keeps its lines; other copy has paragraphs where TABs begin them."""
    found = _Set(marked="\t" in text and not tabular, notes=[], paragraphs=[])
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        bare = _TYPOGRAPHY.sub("", line.replace("\x10", " "))
        if bare.lstrip(" ").startswith("^") and not found.paragraphs:
            _sort_header(bare.strip(" ^<=\t"), found)
            continue
        content = bare.strip("^<= \t") if not tabular else bare.strip("^<=").replace("\b", "\t").rstrip()
        if not content:
            continue
        if found.marked and not bare.startswith(("\t", "   ", "^")) and found.paragraphs:
            found.paragraphs[-1] += f" {content}"
        else:
            found.paragraphs.append(content)
    return found


def _sort_header(line: str, found: _Set) -> None:
    if not line:
        return
    if found.slug is None and found.headline is None and _SLUG_LINE.fullmatch(line):
        found.slug = line
    elif sets_an_embargo(line):
        found.notes.append(line)
    elif _NOTE.match(line):
        found.notes.append(_NOTE.sub("", line, count=1))
    elif _BYLINE.match(line) and found.byline is None:
        found.byline = line
    elif found.headline is None:
        found.headline = line
    else:
        found.notes.append(line)
