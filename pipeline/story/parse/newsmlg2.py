"""NewsML-G2 (IPTC): a newsItem, or a newsMessage with several; AFP's, Reuters' and dpa's ways.

packageItem, conceptItem, knowledgeItem and planningItem carry no story and are passed over.
"""

from __future__ import annotations

import re

from lxml import etree

from pipeline.story.model import ParsedStory, RawStory, Rejected, SourceEntity, Subject
from pipeline.story.parse.blocks import is_markup, paragraphs_of, paragraphs_of_html, text_of, without_headline
from pipeline.story.parse.charset import Decoded
from pipeline.story.parse.fault import Fault
from pipeline.story.parse.instant import instant_of_text
from pipeline.story.parse.lifecycle import Life, is_kill, is_not_text, kind_of, life_of, urgency_of
from pipeline.story.parse.naming import Carried, named, revision_of
from pipeline.story.parse.xml import Markup, child_of

ROOTS = frozenset({"newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem", "planningItem"})
"""Local names of the roots of NewsML-G2 documents."""

_REUTERS_REVISION = re.compile(r"(:newsml_[^:]+):\d+$")
_BODIES = ("nitf/body/body.content", "html/body")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SUBJECT_KINDS = {
    "cpnat:person": "person",
    "cpnat:organisation": "organisation",
    "cpnat:organization": "organisation",
    "cpnat:geoarea": "place",
    "cpnat:poi": "place",
}
_EARLIER_VERSION = frozenset({"previousversion", "iscorrectionof", "evolvedfrom", "seealso-previous", "replaces"})


def stories_from_newsmlg2(raw: RawStory, markup: Markup, decoded: Decoded) -> list[ParsedStory | Rejected]:
    """A story for each newsItem of the document."""
    items = [markup.root] if markup.root.tag == "newsItem" else list(markup.root.iter("newsItem"))
    if not items:
        others = ", ".join(sorted({str(e.tag) for e in markup.root.iter() if e.tag in ROOTS}))
        return [Fault("no-text", f"NewsML-G2 without a newsItem (it holds: {others})").rejected(raw)]
    flags = (*decoded.flags, *markup.flags)
    return [_story_from_item(raw, item, decoded, flags, alone=len(items) == 1) for item in items]


def _story_from_item(
    raw: RawStory, item: etree._Element, decoded: Decoded, flags: tuple[str, ...], alone: bool
) -> ParsedStory | Rejected:
    meta, content = child_of(item, "itemMeta"), child_of(item, "contentMeta")
    first = text_of(meta.find("firstCreated"))
    name = named(
        raw,
        etree.tostring(item, with_tail=False),
        Carried(
            uri=_uri(item),
            created=text_of(meta.find("versionCreated"))
            or text_of(content.find("contentModified"))
            or text_of(content.find("contentCreated"))
            or first,
            revision=revision_of(item.get("version")),
        ),
        alone=alone,
    )
    life = _life(meta)
    headline = _headline(meta, content)
    body, marked, left_out = _body(item, headline)
    content_class = _code(meta.find("itemClass"))
    if not body and is_not_text(content_class) and life.pubstatus != "canceled":
        return Fault("no-text", f"a newsItem of class {content_class}, without a text").rejected(raw, name.uri)
    first_instant = instant_of_text(first)
    genre = _name_or_code(content.find("genre"))
    kind, floor = kind_of(_code(content.find("genre")), genre, _code(meta.find("profile")), _code(meta.find("role")))
    return ParsedStory(
        uri=name.uri,
        version=name.version,
        feed=raw.headers.feed,
        format="newsmlg2",
        versioncreated=name.versioncreated,
        firstcreated=first_instant[0] if first_instant else None,
        charset=decoded.charset,
        pubstatus=life.pubstatus,
        embargoed=life.embargoed,
        urgency=urgency_of(text_of(content.find("urgency")) or _header_priority(item), floor),
        kind=kind,
        genre=genre,
        profile=text_of(meta.find("profile")),
        slugline=text_of(content.find("slugline")),
        byline=text_of(content.find("by")),
        located=_name(content.find("located")),
        ednote="\n".join(dict.fromkeys(n for e in meta.iter("edNote") if (n := text_of(e)))) or None,
        infosource=_name_or_code(content.find("infoSource")) or _name_or_code(meta.find("provider")),
        copyrightholder=_holder(item),
        usageterms=text_of(item.find("rightsInfo/usageTerms")),
        language_declared=_language(item, content),
        subjects=_subjects(content),
        keywords=list(dict.fromkeys(word for e in content.iter("keyword") if (word := text_of(e)))),
        replaces=_replaces(item, name.uri),
        sequence=_sequence(item),
        quality=list(dict.fromkeys([*flags, *name.flags, *life.flags, *(["text-left-out"] if left_out else [])])),
        headline=headline,
        body=body,
        dateline_text=text_of(content.find("dateline")),
        paragraphs_marked=marked,
        source_entities=_entities(content),
    )


def _uri(item: etree._Element) -> str | None:
    """The guid. Reuters' older guids end in the revision (`tag:reuters.com,2014:newsml_L3N0SG0PJ:2`): it is cut off."""
    guid = (item.get("guid") or "").strip()
    return _REUTERS_REVISION.sub(r"\1", guid) or None


def _life(meta: etree._Element) -> Life:
    status = _code(meta.find("pubStatus")) or text_of(meta.find("pubStatus"))
    if any(is_kill(_code(signal)) for signal in meta.iter("signal")):
        status = "canceled"
    embargoes = meta.findall("embargoed")
    until = next((text for element in embargoes if (text := text_of(element))), None)
    return life_of(status, until, embargo_stated=bool(embargoes))


def _headline(meta: etree._Element, content: etree._Element) -> str | None:
    """The first headline that isn't marked as a secondary one, else the item's title."""
    headlines = [(e.get("role") or "", text_of(e)) for e in content.iter("headline")]
    main = next((text for role, text in headlines if text and not role.lower().endswith(("sub", "short"))), None)
    return main or next((text for _, text in headlines if text), None) or text_of(meta.find("title"))


def _body(item: etree._Element, headline: str | None) -> tuple[str, bool, bool]:
    """Text of the first rendition with marked paragraphs, else of the first; whether they are marked.

    Last, whether a rendition with clearly more text (twenty words) was left out: renditions are forms of one text.
    """
    found: list[tuple[str, bool]] = []
    for content in item.iter("inlineXML", "inlineData"):
        paragraphs, marked = _rendition(content)
        text = "\n\n".join(without_headline(paragraphs, headline))
        if text.strip():
            found.append((text, marked))
    if not found:
        return "", True, False
    chosen, marked = next((one for one in found if one[1]), found[0])
    words = len(chosen.split())
    return chosen, marked, any(len(text.split()) > words + 20 for text, _ in found)


def _rendition(content: etree._Element) -> tuple[list[str], bool]:
    if len(content):
        body = next((b for path in _BODIES if (b := content.find(path)) is not None), content)
        return paragraphs_of(body), True
    text = content.text or ""
    if (content.get("encoding") or "").lower() == "base64":
        return [], False
    if is_markup(text):
        return paragraphs_of_html(text), True
    return ([text.strip("\r\n")], False) if text.strip() else ([], False)


def _subjects(content: etree._Element) -> list[Subject]:
    subjects = []
    for element in content.iter("subject"):
        if (element.get("type") or "").lower() in _SUBJECT_KINDS:
            continue
        scheme, _, code = (element.get("qcode") or "").rpartition(":")
        name = text_of(element.find("name")) or element.get("literal")
        if code or name or element.get("uri"):
            subjects.append(Subject(name=name, code=code or element.get("uri"), scheme=scheme or None))
    return list(dict.fromkeys(subjects))


def _entities(content: etree._Element) -> list[SourceEntity]:
    """Subjects that are people, organisations or areas, and where the story is located."""
    found = []
    for element in content.iter("subject"):
        kind = _SUBJECT_KINDS.get((element.get("type") or "").lower())
        name = text_of(element.find("name")) or element.get("literal")
        if name and kind:
            found.append(_entity(kind, name, element))
    for element in content.iter("located"):
        name = text_of(element.find("name"))
        if name:
            found.append(_entity("place", name, element))
    return list(dict.fromkeys(found))


def _entity(kind: str, name: str, element: etree._Element) -> SourceEntity:
    code = element.get("qcode") or element.get("uri")
    if kind == "person":
        return SourceEntity(kind="person", name=name, code=code)
    if kind == "organisation":
        return SourceEntity(kind="organisation", name=name, code=code)
    country = next(
        (
            bare.upper()
            for broader in element.iter("broader")
            if len(bare := (broader.get("qcode") or "").rpartition(":")[2]) == 2 and bare.isascii()
        ),
        None,
    )
    return SourceEntity(kind="place", name=name, code=code, country=country)


def _replaces(item: etree._Element, uri: str) -> list[str]:
    refs = []
    for link in item.iter("link"):
        if (link.get("rel") or "").rpartition(":")[2].lower() in _EARLIER_VERSION:
            refs.append(_REUTERS_REVISION.sub(r"\1", (link.get("residref") or link.get("href") or "").strip()))
    return [ref for ref in dict.fromkeys(refs) if ref and ref != uri]


def _language(item: etree._Element, content: etree._Element) -> str | None:
    language = content.find("language")
    tag = language.get("tag") if language is not None else None
    if tag:
        return tag
    for inline in item.iter("inlineXML", "inlineData"):
        if inline.get(_XML_LANG):
            return inline.get(_XML_LANG)
    return item.get(_XML_LANG) or None


def _holder(item: etree._Element) -> str | None:
    rights = item.find("rightsInfo")
    if rights is None:
        return None
    holder = rights.find("copyrightHolder")
    return _name_or_code(holder) or text_of(rights.find("copyrightNotice"))


def _sequence(item: etree._Element) -> int | None:
    """The number of the newsMessage's transmission, where it is one."""
    digits = text_of(item.getroottree().getroot().find("header/transmitId"))
    return int(digits) if digits and digits.isascii() and digits.isdigit() and len(digits) <= 12 else None


def _header_priority(item: etree._Element) -> str | None:
    return text_of(item.getroottree().getroot().find("header/priority"))


def _name_or_code(element: etree._Element | None) -> str | None:
    """The element's name, else its code without the scheme (`nprov:AFP` → `AFP`)."""
    return _name(element) or (_code(element) or "").rpartition(":")[2] or None


def _name(element: etree._Element | None) -> str | None:
    if element is None:
        return None
    return text_of(element.find("name")) or element.get("literal") or text_of(element)


def _code(element: etree._Element | None) -> str | None:
    return (element.get("qcode") or element.get("uri") or None) if element is not None else None
