"""NewsML 1.0–1.2 (IPTC, 2000–2003), as AFP and others send it: one NewsItem or several, each a story.

The identity is provider, date id and item id, never the revision: AFP's PublicIdentifier ends in `:revision`, and an
identity that kept it would join no update and no kill to the story.
"""

from __future__ import annotations

import re

from lxml import etree

from pipeline.story.model import ParsedStory, RawStory, Rejected, SourceEntity, Subject
from pipeline.story.parse.blocks import is_markup, paragraphs_of, paragraphs_of_html, text_of
from pipeline.story.parse.charset import Decoded
from pipeline.story.parse.fault import Fault
from pipeline.story.parse.instant import instant_of_text
from pipeline.story.parse.lifecycle import Life, is_kill, kind_of, life_of, urgency_of
from pipeline.story.parse.naming import Carried, named, revision_of
from pipeline.story.parse.xml import Markup

_REVISION_AT_END = re.compile(r":(\d{1,6}[NUA]?)$")
_SECONDARY_ROLES = frozenset({"caption", "photo", "picture", "graphic", "video", "icon", "thumbnail", "logo"})
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def stories_from_newsml12(raw: RawStory, markup: Markup, decoded: Decoded) -> list[ParsedStory | Rejected]:
    """A story or a rejection for each NewsItem that holds no other NewsItem."""
    items = [item for item in markup.root.iter("NewsItem") if next(item.iterdescendants("NewsItem"), None) is None]
    if not items:
        return [Fault("no-text", "NewsML without a NewsItem").rejected(raw)]
    flags = (*decoded.flags, *markup.flags)
    return [_story_from_item(raw, item, decoded, flags, alone=len(items) == 1) for item in items]


def _story_from_item(
    raw: RawStory, item: etree._Element, decoded: Decoded, flags: tuple[str, ...], alone: bool
) -> ParsedStory:
    management = _child(item, "NewsManagement")
    envelope = item.getroottree().getroot().find("NewsEnvelope")
    lines = _lines(item)
    identifier = item.find("Identification/NewsIdentifier")
    name = named(
        raw,
        etree.tostring(item, with_tail=False),
        Carried(
            uri=_uri(identifier),
            created=text_of(management.find("ThisRevisionCreated"))
            or text_of(management.find("FirstCreated"))
            or (text_of(envelope.find("DateAndTime")) if envelope is not None else None),
            revision=_revision(identifier),
        ),
        alone=alone,
    )
    life = _life(management)
    body, marked, left_out = _body(item)
    first = instant_of_text(text_of(management.find("FirstCreated")))
    genre = _formal(item, "DescriptiveMetadata/Genre")
    kind, floor = kind_of(_formal(management, "NewsItemType"), genre, *_properties(item, "NewsItemType", "Keyword"))
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
        urgency=urgency_of(_formal(management, "Urgency") or _formal_of(envelope, "Priority"), floor),
        kind=kind,
        genre=genre,
        profile=_formal(item, "Profile") or None,
        slugline=lines.get("SlugLine"),
        byline=lines.get("ByLine"),
        located=_located(item),
        ednote=_ednote(management, item),
        infosource=_party(item, "AdministrativeMetadata/Source") or _party(item, "AdministrativeMetadata/Provider"),
        copyrightholder=text_of(next(item.iter("CopyrightHolder"), None)) or lines.get("CopyrightLine"),
        usageterms=text_of(next(item.iter("UsageType"), None)) or lines.get("RightsLine"),
        language_declared=_language(item),
        subjects=_subjects(item),
        keywords=_keywords(item),
        replaces=_replaces(management, name.uri),
        sequence=_sequence(envelope),
        quality=list(dict.fromkeys([*flags, *name.flags, *life.flags, *(["text-left-out"] if left_out else [])])),
        headline=lines.get("HeadLine"),
        body=body,
        dateline_text=lines.get("DateLine"),
        paragraphs_marked=marked,
        source_entities=_entities(item),
    )


def _uri(identifier: etree._Element | None) -> str | None:
    """`urn:newsml:provider:date:item`, or the PublicIdentifier without its revision; null when neither is there."""
    if identifier is None:
        return None
    parts = [text_of(identifier.find(tag)) for tag in ("ProviderId", "DateId", "NewsItemId")]
    if all(parts):
        return "urn:newsml:" + ":".join(str(part) for part in parts)
    public = text_of(identifier.find("PublicIdentifier"))
    return _REVISION_AT_END.sub("", public) if public else None


def _revision(identifier: etree._Element | None) -> int:
    """The RevisionId, else the number at the end of the PublicIdentifier."""
    if identifier is None:
        return 0
    stated = text_of(identifier.find("RevisionId"))
    at_end = _REVISION_AT_END.search(text_of(identifier.find("PublicIdentifier")) or "")
    return revision_of(stated or (at_end[1] if at_end else None))


def _life(management: etree._Element) -> Life:
    """An `Embargoed` item becomes usable at the instant of its StatusWillChange; a kill is an Instruction."""
    status = _formal(management, "Status")
    change = management.find("StatusWillChange")
    becomes_usable = change is not None and (_formal(change, "FutureStatus") or "usable").lower() == "usable"
    until = text_of(change.find("DateAndTime")) if change is not None and becomes_usable else None
    held = (status or "").lower() == "embargoed"
    if any(is_kill(element.get("FormalName")) for element in management.iter("Instruction")):
        status = "canceled"
    return life_of(status, until if held else None, embargo_stated=held)


def _lines(item: etree._Element) -> dict[str, str]:
    """The first text of each of the NewsLines (HeadLine, ByLine, DateLine …) of the item."""
    found: dict[str, str] = {}
    for lines in item.iter("NewsLines"):
        for line in lines:
            text = text_of(line)
            if text and isinstance(line.tag, str):
                found.setdefault(line.tag, text)
    return found


def _ednote(management: etree._Element, item: etree._Element) -> str | None:
    notes = [text_of(line) for line in item.iter("AdvisoryLine", "InstructionLine")]
    notes += [text_of(note) for note in management.iter("Comment", "PublicNote")]
    for line in item.iter("NewsLine"):
        if (_formal(line, "NewsLineType") or "").lower() in {"advisoryline", "advisory", "editorialnote"}:
            notes.append(text_of(line.find("NewsLineText")))
    return "\n".join(dict.fromkeys(note for note in notes if note)) or None


def _body(item: etree._Element) -> tuple[str, bool, bool]:
    """Body text of the main component, whether its paragraphs are marked, whether other text was left out."""
    found: list[tuple[list[str], bool]] = []
    for content in item.iter("DataContent"):
        if _is_secondary(content):
            continue
        paragraphs, marked = _content(content)
        if paragraphs:
            found.append((paragraphs, marked))
    if not found:
        return "", True, False
    paragraphs, marked = found[0]
    return "\n\n".join(paragraphs), marked, any(other[0] != paragraphs for other in found[1:])


def _content(content: etree._Element) -> tuple[list[str], bool]:
    if len(content):
        return paragraphs_of(content), True
    text = content.text or ""
    if is_markup(text):
        return paragraphs_of_html(text), True
    return ([text.strip("\r\n")], False) if text.strip() else ([], False)


def _is_secondary(content: etree._Element) -> bool:
    """Captions and the like: their component's role, or a media type that isn't text, says so."""
    for above in content.iterancestors("ContentItem", "NewsComponent"):
        for tag, bad in (("Role", _SECONDARY_ROLES), ("MediaType", _SECONDARY_ROLES | {"audio"})):
            name = _formal(above, tag)
            if name and name.lower() in bad:
                return True
    return False


def _located(item: etree._Element) -> str | None:
    """The location's city, else its widest property with a value."""
    for location in item.iter("Location"):
        values = {
            (prop.get("FormalName") or "").lower(): (prop.get("Value") or prop.get("ValueRef") or "").strip()
            for prop in location.iter("Property")
        }
        for wanted in ("city", "sublocation", "countryarea", "country"):
            if values.get(wanted):
                return values[wanted]
    return None


def _entities(item: etree._Element) -> list[SourceEntity]:
    """Locations by city and country; people and organisations from properties and TopicOccurrence-like metadata."""
    found: list[SourceEntity] = []
    for location in item.iter("Location"):
        values = {
            (prop.get("FormalName") or "").lower(): (prop.get("Value") or "").strip()
            for prop in location.iter("Property")
        }
        country = values.get("country") or None
        iso2 = country.upper() if country and len(country) == 2 and country.isascii() else None
        for wanted in ("city", "country"):
            if values.get(wanted) and not (wanted == "country" and len(values[wanted]) <= 3):
                found.append(SourceEntity(kind="place", name=values[wanted], country=iso2))
    for prop in item.iter("Property"):
        value = (prop.get("Value") or "").strip()
        formal = (prop.get("FormalName") or "").lower()
        if value and formal in {"person", "people"}:
            found.append(SourceEntity(kind="person", name=value))
        elif value and formal in {"organisation", "organization", "company"}:
            found.append(SourceEntity(kind="organisation", name=value))
    return list(dict.fromkeys(found))


def _subjects(item: etree._Element) -> list[Subject]:
    codes: dict[str, Subject] = {}
    for code in item.iter("SubjectCode"):
        for element in code.iter("Subject", "SubjectMatter", "SubjectDetail", "SubjectQualifier"):
            formal = (element.get("FormalName") or "").strip()
            if formal:
                codes.setdefault(formal, Subject(code=formal, scheme=element.get("Scheme") or "subj"))
    return list(codes.values())


def _keywords(item: etree._Element) -> list[str]:
    words = [text_of(line) for line in item.iter("KeywordLine")]
    words += [
        prop.get("Value") for prop in item.iter("Property") if (prop.get("FormalName") or "").lower() == "keyword"
    ]
    return list(dict.fromkeys(word.strip() for word in words if word and word.strip()))


def _properties(item: etree._Element, *names: str) -> list[str | None]:
    return [prop.get("Value") for prop in item.iter("Property") if prop.get("FormalName") in names]


def _replaces(management: etree._Element, uri: str) -> list[str]:
    """Other stories that this one is derived from or replaces, without their revisions."""
    refs = [element.get("NewsItem") for element in management.iter("DerivedFrom", "AssociatedWith")]
    bare = [_REVISION_AT_END.sub("", ref.strip()) for ref in refs if ref and ref.strip()]
    return [ref for ref in dict.fromkeys(bare) if ref != uri]


def _language(item: etree._Element) -> str | None:
    for element in item.iter("Language"):
        if element.get("FormalName"):
            return str(element.get("FormalName"))
    return item.get(_XML_LANG) or item.getroottree().getroot().get(_XML_LANG)


def _sequence(envelope: etree._Element | None) -> int | None:
    digits = text_of(envelope.find("TransmissionId")) if envelope is not None else None
    return int(digits) if digits and digits.isascii() and digits.isdigit() and len(digits) <= 12 else None


def _party(item: etree._Element, path: str) -> str | None:
    party = item.find(f".//{path}/Party")
    return party.get("FormalName") or None if party is not None else None


def _formal(element: etree._Element, path: str) -> str | None:
    found = element.find(path)
    if found is None:
        found = next(element.iter(path), None) if "/" not in path else element.find(f".//{path}")
    return (found.get("FormalName") or "").strip() or None if found is not None else None


def _formal_of(element: etree._Element | None, path: str) -> str | None:
    return _formal(element, path) if element is not None else None


def _child(element: etree._Element, tag: str) -> etree._Element:
    found = element.find(tag)
    return found if found is not None else etree.Element(tag)
