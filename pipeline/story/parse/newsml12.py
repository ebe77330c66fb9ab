"""NewsML 1.0–1.2 (IPTC, 2000–2003), as AFP and others send it: one NewsItem or several, each a story.

The identity is provider, date id and item id, never the revision: AFP's PublicIdentifier ends in `:revision`, and an
identity that kept it would join no update and no kill to the story.
"""

from __future__ import annotations

import re

from lxml import etree

from pipeline.story.model import ParsedStory, RawStory, Rejected
from pipeline.story.parse import newsml12_metadata as metadata
from pipeline.story.parse.blocks import is_markup, paragraphs_of, paragraphs_of_html, text_of, without_headline
from pipeline.story.parse.charset import Decoded
from pipeline.story.parse.fault import Fault
from pipeline.story.parse.instant import instant_of_text
from pipeline.story.parse.lifecycle import Life, is_kill, kind_of, life_of, urgency_of
from pipeline.story.parse.naming import Carried, named, revision_of
from pipeline.story.parse.newsml12_metadata import formal, formal_below
from pipeline.story.parse.xml import Markup, child_of

_REVISION_AT_END = re.compile(r":(\d{1,6}[NUA]?)$")
_NOT_THE_TEXT = frozenset({"caption", "photo", "picture", "graphic", "video", "audio", "icon", "thumbnail", "logo"})
_ADVISORY_LINES = frozenset({"advisoryline", "advisory", "editorialnote", "ednote"})


def stories_from_newsml12(raw: RawStory, markup: Markup, decoded: Decoded) -> list[ParsedStory | Rejected]:
    """A story for each NewsItem that holds no other NewsItem, or the rejection of a document without one."""
    items = [item for item in markup.root.iter("NewsItem") if next(item.iterdescendants("NewsItem"), None) is None]
    if not items:
        return [Fault("no-text", "NewsML without a NewsItem").rejected(raw)]
    flags = (*decoded.flags, *markup.flags)
    return [_story_from_item(raw, item, decoded, flags, alone=len(items) == 1) for item in items]


def _story_from_item(
    raw: RawStory, item: etree._Element, decoded: Decoded, flags: tuple[str, ...], alone: bool
) -> ParsedStory:
    management = child_of(item, "NewsManagement")
    envelope = child_of(item.getroottree().getroot(), "NewsEnvelope")
    content, left_out = _content(item)
    lines = _lines(item, content)
    carried = _carried(item, management, envelope)
    name = named(raw, etree.tostring(item, with_tail=False), carried, alone=alone)
    life = _life(management)
    body, marked = _text(content, lines.get("HeadLine"))
    first = instant_of_text(text_of(management.find("FirstCreated")))
    genre = formal_below(item, "Genre")
    kind, floor = kind_of(formal(management, "NewsItemType"), genre, *metadata.kinds(item))
    return ParsedStory(
        uri=name.uri,
        version=name.version,
        feed=raw.headers.feed,
        format="newsml12",
        versioncreated=name.versioncreated,
        firstcreated=first[0] if first else None,
        charset=decoded.charset,
        pubstatus=life.pubstatus,
        embargoed=life.embargoed,
        urgency=urgency_of(formal(management, "Urgency") or formal(envelope, "Priority"), floor),
        kind=kind,
        genre=genre,
        profile=formal_below(item, "Profile"),
        slugline=lines.get("SlugLine"),
        byline=lines.get("ByLine"),
        located=metadata.located(item),
        ednote=_ednote(management, item),
        infosource=metadata.party(item, "Source") or metadata.party(item, "Provider"),
        copyrightholder=text_of(next(item.iter("CopyrightHolder"), None)) or lines.get("CopyrightLine"),
        usageterms=text_of(next(item.iter("UsageType"), None)) or lines.get("RightsLine"),
        language_declared=metadata.language(item, content),
        subjects=metadata.subjects(item),
        keywords=metadata.keywords(item),
        replaces=_replaces(management, name.uri),
        sequence=_sequence(envelope),
        quality=list(dict.fromkeys([*flags, *name.flags, *life.flags, *(["text-left-out"] if left_out else [])])),
        headline=lines.get("HeadLine"),
        body=body,
        dateline_text=lines.get("DateLine"),
        paragraphs_marked=marked,
        source_entities=metadata.entities(item),
    )


def _carried(item: etree._Element, management: etree._Element, envelope: etree._Element) -> Carried:
    """What the NewsIdentifier says, and the time of this revision, else of the first, else of the transmission."""
    identifier = item.find("Identification/NewsIdentifier")
    created = (
        text_of(management.find("ThisRevisionCreated"))
        or text_of(management.find("FirstCreated"))
        or text_of(envelope.find("DateAndTime"))
    )
    if identifier is None:
        return Carried(created=created)
    parts = [text_of(identifier.find(tag)) for tag in ("ProviderId", "DateId", "NewsItemId")]
    public = text_of(identifier.find("PublicIdentifier")) or ""
    at_end = _REVISION_AT_END.search(public)
    uri = "urn:newsml:" + ":".join(map(str, parts)) if all(parts) else _REVISION_AT_END.sub("", public)
    revision = text_of(identifier.find("RevisionId")) or (at_end[1] if at_end else None)
    return Carried(uri=uri or None, created=created, revision=revision_of(revision))


def _life(management: etree._Element) -> Life:
    """An `Embargoed` item becomes usable at the instant of its StatusWillChange; a kill is an Instruction."""
    status = formal(management, "Status")
    change = management.find("StatusWillChange")
    becomes_usable = change is not None and (formal(change, "FutureStatus") or "usable").lower() == "usable"
    until = text_of(change.find("DateAndTime")) if change is not None and becomes_usable else None
    held = (status or "").lower() == "embargoed"
    if any(is_kill(element.get("FormalName")) for element in management.iter("Instruction")):
        status = "canceled"
    return life_of(status, until if held else None, embargo_stated=held)


def _content(item: etree._Element) -> tuple[etree._Element | None, bool]:
    """The DataContent that is the story's text, and whether other texts are left out.

    Captions and the like are not left out: they aren't the story's. The same text twice is no loss either.
    """
    texts: dict[str, etree._Element] = {}
    for content in item.iter("DataContent"):
        text = "" if _is_not_the_text(content) else text_of(content)
        if text:
            texts.setdefault(text, content)
    return next(iter(texts.values()), None), len(texts) > 1


def _is_not_the_text(content: etree._Element) -> bool:
    """Whether a component around it, or its own media type, says that it is a caption, a picture or the like."""
    for above in content.iterancestors("ContentItem", "NewsComponent"):
        for tag in ("Role", "MediaType"):
            if (formal(above, tag) or "").lower() in _NOT_THE_TEXT:
                return True
    return False


def _lines(item: etree._Element, content: etree._Element | None) -> dict[str, str]:
    """The NewsLines (HeadLine, ByLine and so on): of the text's own component first, then of those around it.

    An item without a text (a kill) has those of its first component that has any.
    """
    components = (
        list(content.iterancestors("NewsComponent")) if content is not None else list(item.iter("NewsComponent"))
    )
    found: dict[str, str] = {}
    for component in components:
        for line in child_of(component, "NewsLines"):
            text = text_of(line)
            if text and isinstance(line.tag, str):
                found.setdefault(line.tag, text)
    return found


def _text(content: etree._Element | None, headline: str | None) -> tuple[str, bool]:
    """The body, and whether its paragraphs are marked."""
    if content is None:
        return "", True
    if len(content):
        inner = content.find("nitf/body/body.content")
        paragraphs = paragraphs_of(inner if inner is not None else content)
        return "\n\n".join(without_headline(paragraphs, headline)), True
    text = content.text or ""
    if is_markup(text):
        return "\n\n".join(without_headline(paragraphs_of_html(text), headline)), True
    return text.strip("\r\n"), False


def _ednote(management: etree._Element, item: etree._Element) -> str | None:
    notes = [text_of(line) for line in item.iter("AdvisoryLine", "InstructionLine")]
    notes += [text_of(note) for note in management.iter("Comment", "PublicNote")]
    for line in item.iter("NewsLine"):
        if (formal(line, "NewsLineType") or "").lower() in _ADVISORY_LINES:
            notes.append(text_of(line.find("NewsLineText")))
    return "\n".join(dict.fromkeys(note for note in notes if note)) or None


def _replaces(management: etree._Element, uri: str) -> list[str]:
    """Other stories that this one is derived from, without their revisions. An AssociatedWith replaces nothing."""
    refs = [(element.get("NewsItem") or "").strip() for element in management.iter("DerivedFrom")]
    return [ref for ref in dict.fromkeys(_REVISION_AT_END.sub("", ref) for ref in refs) if ref and ref != uri]


def _sequence(envelope: etree._Element) -> int | None:
    digits = text_of(envelope.find("TransmissionId")) or ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 12 else None
