"""NITF 3.x (IPTC): one document, one story.

`doc-id` names the story; `management-status`, `date.release` and `ed-msg` carry its life. NITF's `date.release`
defaults to `date.issue`, so only a release after the issue is an embargo.
"""

from __future__ import annotations

from lxml import etree

from pipeline.story.model import ParsedStory, RawStory, SourceEntity, Subject
from pipeline.story.parse.blocks import paragraphs_of, text_of
from pipeline.story.parse.charset import Decoded
from pipeline.story.parse.instant import instant_of_text
from pipeline.story.parse.lifecycle import Life, kind_of, life_of, urgency_of
from pipeline.story.parse.naming import Carried, named, revision_of
from pipeline.story.parse.xml import Markup, child_of

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTITY_TAGS = {"person": "person", "org": "organisation", "location": "place"}


def story_from_nitf(raw: RawStory, markup: Markup, decoded: Decoded) -> ParsedStory:
    """The story of a document whose root is `nitf`."""
    root = markup.root
    head, docdata = child_of(root, "head"), child_of(root, "head/docdata")
    body_head, content = child_of(root, "body/body.head"), child_of(root, "body/body.content")
    issued = docdata.find("date.issue")
    du_key = docdata.find("du-key")
    revision = revision_of(du_key.get("version") if du_key is not None else None)
    name = named(
        raw,
        raw.value,
        Carried(
            uri=_uri(docdata),
            created=_norm(issued) or _publication(head),
            revision=revision or max((revision_of(r.get("number")) for r in head.iter("revision-history")), default=0),
        ),
    )
    life = _life(docdata, _norm(issued))
    tobject = head.find("tobject")
    genre = tobject.get("tobject.type") if tobject is not None else None
    kind, floor = kind_of(genre, _attribute(docdata, "fixture", "fix-id"))
    urgency = docdata.find("urgency")
    return ParsedStory(
        uri=name.uri,
        version=name.version,
        feed=raw.headers.feed,
        format="nitf",
        versioncreated=name.versioncreated,
        charset=decoded.charset,
        pubstatus=life.pubstatus,
        embargoed=life.embargoed,
        urgency=urgency_of(urgency.get("ed-urg") if urgency is not None else None, floor),
        kind=kind,
        genre=genre,
        slugline=_slugline(head, docdata),
        byline=text_of(body_head.find("byline")),
        located=_located(docdata, body_head),
        ednote=_ednote(docdata, body_head),
        infosource=text_of(body_head.find("distributor")) or _attribute(docdata, "doc-id", "regsrc"),
        copyrightholder=_attribute(docdata, "doc.copyright", "holder")
        or text_of(body_head.find("rights/rights.owner")),
        usageterms=_attribute(docdata, "doc.rights", "limitations") or text_of(body_head.find("rights")),
        language_declared=root.get(_XML_LANG) or root.get("lang") or child_of(root, "body").get("lang"),
        subjects=_subjects(head),
        keywords=[key for k in docdata.iter("keyword") if (key := (k.get("key") or "").strip())],
        quality=list(dict.fromkeys([*decoded.flags, *markup.flags, *name.flags, *life.flags])),
        headline=_headline(body_head, head),
        body="\n\n".join(paragraphs_of(content)),
        dateline_text=text_of(body_head.find("dateline")),
        paragraphs_marked=True,
        source_entities=_entities(docdata, body_head),
    )


def _uri(docdata: etree._Element) -> str | None:
    """The doc-id where it is a URI itself, else `urn:nitf:source:id`."""
    identifier = (_attribute(docdata, "doc-id", "id-string") or "").strip()
    if not identifier:
        return None
    scheme = identifier.partition(":")[0].lower()
    if scheme in {"urn", "tag", "http", "https"}:
        return identifier
    source = (_attribute(docdata, "doc-id", "regsrc") or "").strip()
    return f"urn:nitf:{source}:{identifier}" if source else f"urn:nitf:{identifier}"


def _life(docdata: etree._Element, issued: str | None) -> Life:
    status = docdata.get("management-status")
    element = docdata.find("date.release")
    release = _norm(element)
    life = life_of(status, release, embargo_stated=element is not None and not release)
    if life.embargoed is None or (status or "").lower() == "embargoed":
        return life
    issue = instant_of_text(issued)
    if issue and life.embargoed <= issue[0]:
        return life_of(status, None)
    return life


def _headline(body_head: etree._Element, head: etree._Element) -> str | None:
    for path in ("hedline/hl1", "hedline"):
        text = text_of(body_head.find(path))
        if text:
            return text
    return text_of(head.find("title"))


def _slugline(head: etree._Element, docdata: etree._Element) -> str | None:
    slug = (_attribute(docdata, "fixture", "fix-id") or "").strip() or (
        _attribute(docdata, "du-key", "key") or ""
    ).strip()
    named_slug = [m.get("content") for m in head.iter("meta") if (m.get("name") or "").lower() in {"slug", "slugline"}]
    return next((text.strip() for text in named_slug if text and text.strip()), None) or slug or None


def _located(docdata: etree._Element, body_head: etree._Element) -> str | None:
    for place in docdata.iter("evloc"):
        for attribute in ("city", "county-dist", "state-prov", "iso-cc"):
            if (place.get(attribute) or "").strip():
                return str(place.get(attribute)).strip()
    return text_of(body_head.find("dateline/location/city")) or text_of(body_head.find("dateline/location"))


def _ednote(docdata: etree._Element, body_head: etree._Element) -> str | None:
    notes = [message.get("info") or text_of(message) for message in docdata.iter("ed-msg")]
    notes += [text_of(note) for note in body_head.iter("note")]
    return "\n".join(dict.fromkeys(note.strip() for note in notes if note and note.strip())) or None


def _subjects(head: etree._Element) -> list[Subject]:
    subjects = []
    for element in head.iter("tobject.subject"):
        words = [element.get(f"tobject.subject.{part}") for part in ("type", "matter", "detail")]
        name = next((word for word in reversed(words) if word), None)
        code = element.get("tobject.subject.refnum") or element.get("tobject.subject.code")
        if name or code:
            subjects.append(Subject(name=name, code=code, scheme=element.get("tobject.subject.ipr") or "IPTC"))
    return list(dict.fromkeys(subjects))


def _entities(docdata: etree._Element, body_head: etree._Element) -> list[SourceEntity]:
    """Whom identified-content (of the document or the head of the body) and evloc name."""
    found: list[SourceEntity] = []
    for content in (*docdata.iter("identified-content"), *body_head.iter("identified-content")):
        for element in content:
            kind = _ENTITY_TAGS.get(str(element.tag))
            text = element.get("value") or text_of(element)
            if kind and text:
                code = element.get("idsrc") and element.get("value") and text_of(element)
                name = text_of(element) or text
                found.append(_entity(kind, name, element, element.get("value") if code else None))
    for place in docdata.iter("evloc"):
        city = (place.get("city") or "").strip()
        if city:
            found.append(_entity("place", city, place, None))
    return list(dict.fromkeys(found))


def _entity(kind: str, name: str, element: etree._Element, code: str | None) -> SourceEntity:
    country = (element.get("iso-cc") or "").strip().upper()
    iso2 = country if len(country) == 2 and country.isascii() else None
    if kind == "person":
        return SourceEntity(kind="person", name=name, code=code)
    if kind == "organisation":
        return SourceEntity(kind="organisation", name=name, code=code)
    return SourceEntity(kind="place", name=name, code=code, country=iso2)


def _publication(head: etree._Element) -> str | None:
    return next((p.get("date.publication") for p in head.iter("pubdata") if p.get("date.publication")), None)


def _norm(element: etree._Element | None) -> str | None:
    return element.get("norm") or None if element is not None else None


def _attribute(parent: etree._Element, tag: str, attribute: str) -> str | None:
    return next((element.get(attribute) for element in parent.iter(tag) if element.get(attribute)), None)
