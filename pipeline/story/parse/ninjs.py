"""IPTC ninjs 1.x, 2.x and 3.x: one object, a list of them, or one a line (JSON lines).

1.x has a property for each form (`body_text`, `body_xhtml`, `person`); 2.x and 3.x have lists of objects (`bodies`,
`headlines`, `people`). Both are read by the same names, whatever `standard` says, because senders mix them.
"""

from __future__ import annotations

import re
from datetime import datetime

import msgspec

from pipeline.story.model import ParsedStory, RawStory, Rejected, SourceEntity, Subject
from pipeline.story.parse.blocks import is_markup, paragraphs_of_html, without_headline
from pipeline.story.parse.charset import Decoded
from pipeline.story.parse.fault import Fault, head_of
from pipeline.story.parse.instant import instant_of_text
from pipeline.story.parse.lifecycle import is_not_text, kind_of, life_of, urgency_of
from pipeline.story.parse.naming import Carried, named, revision_of

MAX_STORIES = 2_000
"""Stories in one transmission: bounds the memory of `[1,1,1,…]`."""

_SPACE = re.compile(r"[ \t\r\n]+")


def stories_from_ninjs(raw: RawStory, decoded: Decoded) -> list[ParsedStory | Rejected]:
    """A story or a rejection for each object of the transmission."""
    pieces = _pieces(decoded.text)
    if isinstance(pieces, Fault):
        return [pieces.rejected(raw)]
    return [_story_from_piece(raw, piece, decoded, alone=len(pieces) == 1) for piece in pieces]


def _pieces(text: str) -> list[bytes] | Fault:
    """The JSON text of each story: a document's, each of a list, or each line where it is JSON lines."""
    stripped = text.strip().encode("utf-8", "replace")
    if stripped.startswith(b"["):
        try:
            pieces = [bytes(piece) for piece in msgspec.json.decode(stripped, type=list[msgspec.Raw])]
        except (msgspec.DecodeError, RecursionError) as error:
            return _unreadable(stripped, error)
        if not pieces:
            return Fault("no-text", "an empty JSON list")
        return (
            pieces if len(pieces) <= MAX_STORIES else Fault("too-large", f"{len(pieces)} stories in one transmission")
        )
    lines = [line for line in stripped.split(b"\n") if line.strip()]
    if len(lines) > 1 and all(line.lstrip().startswith(b"{") for line in lines):
        return lines if len(lines) <= MAX_STORIES else Fault("too-large", f"{len(lines)} stories in one transmission")
    return [stripped]


def _unreadable(piece: bytes, error: Exception) -> Fault:
    if isinstance(error, RecursionError):
        return Fault("unsafe-markup", "JSON nested too deeply")
    return Fault("unreadable", f"JSON that is not well-formed ({error}): {head_of(piece)}")


def _story_from_piece(raw: RawStory, piece: bytes, decoded: Decoded, alone: bool) -> ParsedStory | Rejected:
    try:
        story = msgspec.json.decode(piece)
    except (msgspec.DecodeError, RecursionError) as error:
        return _unreadable(piece, error).rejected(raw)
    if not isinstance(story, dict):
        return Fault("unknown-format", f"JSON, but no ninjs object: {head_of(piece)}").rejected(raw)
    if not any(key in story for key in _KNOWN_KEYS):
        return Fault("unknown-format", f"JSON, but without a property of ninjs: {head_of(piece)}").rejected(raw)
    return _story_from_object(raw, story, piece, decoded, alone)


_KNOWN_KEYS = ("uri", "headline", "headlines", "bodies", "body_text", "body_html", "body_xhtml", "guid", "pubstatus")


def _story_from_object(
    raw: RawStory, story: dict[str, object], piece: bytes, decoded: Decoded, alone: bool
) -> ParsedStory | Rejected:
    created = next(
        (t for key in ("versioncreated", "contentcreated", "firstcreated") if (t := _text(story, key))), None
    )
    name = named(
        raw,
        piece,
        Carried(
            uri=_scalar_text(story.get("uri")) or _scalar_text(story.get("guid")),
            created=created,
            revision=revision_of(story.get("version") or ""),
        ),
        alone=alone,
    )
    embargo = story.get("embargoed")
    life = life_of(_text(story, "pubstatus"), str(embargo) if embargo else None, embargo_stated=bool(embargo))
    headline = _headline(story)
    body, marked = _body(story, headline)
    content_type = _text(story, "type")
    if not body and is_not_text(content_type) and life.pubstatus != "canceled":
        return Fault("no-text", f"a ninjs object of type {content_type}, without a body").rejected(raw, name.uri)
    genre = _name_of(_first(story, "genres", "genre"))
    kind, floor = kind_of(_text(story, "profile"), genre, _text(story, "kind"))
    return ParsedStory(
        uri=name.uri,
        version=name.version,
        feed=raw.headers.feed,
        format="ninjs",
        versioncreated=name.versioncreated,
        firstcreated=_instant(story, "firstcreated"),
        charset=decoded.charset,
        pubstatus=life.pubstatus,
        embargoed=life.embargoed,
        urgency=urgency_of(_scalar(story.get("urgency")), floor),
        kind=kind,
        genre=genre,
        profile=_text(story, "profile"),
        slugline=_text(story, "slugline"),
        byline=_text(story, "byline") or _text(story, "by"),
        located=_text(story, "located"),
        ednote=_text(story, "ednote"),
        infosource=_name_of(_first(story, "infosources", "infosource")) or _text(story, "source"),
        copyrightholder=_text(story, "copyrightholder") or _text(story, "copyrightnotice"),
        usageterms=_text(story, "usageterms"),
        language_declared=_text(story, "language"),
        subjects=_subjects(story),
        keywords=_keywords(story),
        replaces=_replaces(story, name.uri),
        quality=list(dict.fromkeys([*decoded.flags, *name.flags, *life.flags])),
        headline=headline,
        body=body,
        dateline_text=_text(story, "dateline"),
        paragraphs_marked=marked,
        source_entities=_entities(story),
    )


def _headline(story: dict[str, object]) -> str | None:
    """`headline`, else the main one of `headlines` (role `main`, else the first), else `title`."""
    headlines = _objects(story.get("headlines"))
    main = next((h for h in headlines if str(h.get("role", "")).rpartition(":")[2].lower() == "main"), None)
    ordered = [main, *headlines] if main else headlines
    for text in (_text(story, "headline"), *(_text(h, "value") for h in ordered), _text(story, "title")):
        if text:
            return _plain(text)
    return None


def _body(story: dict[str, object], headline: str | None) -> tuple[str, bool]:
    """The fullest body: marked-up ones first, because they say where paragraphs are."""
    marked = [_text(story, key) for key in ("body_xhtml", "body_html")]
    unmarked = [_text(story, key) for key in ("body_text",)]
    for body in _objects(story.get("bodies")):
        text = _text(body, "value")
        (marked if text and is_markup(text) else unmarked).append(text)
    for text in marked:
        if text and (paragraphs := paragraphs_of_html(text)):
            return "\n\n".join(without_headline(paragraphs, headline)), True
    for text in unmarked:
        if text and text.strip():
            return ("\n\n".join(paragraphs_of_html(text)), True) if is_markup(text) else (text, False)
    return "", True


def _subjects(story: dict[str, object]) -> list[Subject]:
    subjects = []
    for entry in (*_objects(story.get("subject")), *_objects(story.get("subjects"))):
        name, code = _name_of(entry), _text(entry, "code") or _text(entry, "qcode") or _text(entry, "uri")
        if name or code:
            subjects.append(Subject(name=name, code=code, scheme=_text(entry, "scheme")))
    return list(dict.fromkeys(subjects))


def _entities(story: dict[str, object]) -> list[SourceEntity]:
    found: list[SourceEntity] = []
    for key in ("person", "people"):
        found += [SourceEntity(kind="person", name=n, code=c) for n, c, _ in _named(story, key)]
    for key in ("organisation", "organisations"):
        found += [SourceEntity(kind="organisation", name=n, code=c) for n, c, _ in _named(story, key)]
    for key in ("place", "places"):
        found += [SourceEntity(kind="place", name=n, code=c, country=cc) for n, c, cc in _named(story, key)]
    return list(dict.fromkeys(found))


def _named(story: dict[str, object], key: str) -> list[tuple[str, str | None, str | None]]:
    """Name, code and country of each entry of a list that has a name."""
    entries = []
    for entry in _objects(story.get(key)):
        name = _name_of(entry)
        country = (_text(entry, "country_code") or _text(entry, "country") or "").upper()
        if name:
            code = _text(entry, "code") or _text(entry, "qcode") or _text(entry, "uri")
            entries.append((name, code, country if len(country) == 2 and country.isascii() else None))
    return entries


def _keywords(story: dict[str, object]) -> list[str]:
    listed = story.get("keywords") or story.get("keyword")
    if isinstance(listed, str):
        listed = listed.split(",")
    words = [w if isinstance(w, str) else _name_of(w) or "" for w in listed] if isinstance(listed, list) else []
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def _replaces(story: dict[str, object], uri: str) -> list[str]:
    earlier = [_text(story, "evolvedfrom"), _text(story, "replaces")]
    for entry in _objects(story.get("associations")):
        if str(entry.get("rel", "")).lower() in {"evolvedfrom", "replaces"}:
            earlier.append(_text(entry, "uri"))
    return [ref for ref in dict.fromkeys(earlier) if ref and ref != uri]


def _instant(story: dict[str, object], key: str) -> datetime | None:
    read = instant_of_text(_text(story, key))
    return read[0] if read else None


def _name_of(entry: object) -> str | None:
    if isinstance(entry, str):
        return entry.strip() or None
    return _text(entry, "name") or _text(entry, "literal") if isinstance(entry, dict) else None


def _first(story: dict[str, object], *keys: str) -> object:
    for key in keys:
        value = story.get(key)
        if isinstance(value, list) and value:
            return value[0]
        if value and not isinstance(value, list):
            return value
    return None


def _objects(value: object) -> list[dict[str, object]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _text(story: dict[str, object], key: str) -> str | None:
    value = story.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _scalar(value: object) -> str | int | None:
    return value if isinstance(value, str | int) and not isinstance(value, bool) else None


def _scalar_text(value: object) -> str | None:
    """An identity that was written as a number is one all the same."""
    scalar = _scalar(value)
    return str(scalar).strip() or None if scalar is not None else None


def _plain(text: str) -> str:
    return _SPACE.sub(" ", " ".join(paragraphs_of_html(text))) if is_markup(text) else _SPACE.sub(" ", text)
