"""XML from strangers: read without entities, without network, within limits; refused with a reason otherwise.

Repairs are only those that lose no text (control characters, a bare `&`, HTML's named entities), and they are noted.
libxml2's own recovery is not used: it drops what it doesn't understand without saying so.
"""

from __future__ import annotations

import html.entities
import re

from lxml import etree
from msgspec import Struct

from pipeline.story.parse.fault import Fault

MAX_DEPTH = 96
"""Elements inside elements. The deepest agency XML seen in standards' examples has 17."""
MAX_TAGS = 200_000
"""Tags of a document: bounds the memory of the tree (about 100 bytes a node) for any document within the size limit."""
MAX_ATTRIBUTE = 32 * 1024
"""Characters of one attribute: identifiers, names and notes, never a text."""
MAX_ATTRIBUTES = 256
"""Attributes of one element."""

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,1000}\?>")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BARE_AMPERSAND = re.compile(r"&(?!(?:[A-Za-z][A-Za-z0-9]{0,31}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{0,31});")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_DOCTYPE = re.compile(r"""<!DOCTYPE(?:[^\[>"']|"[^"]*"|'[^']*')*(?:\[[^\]]*\]\s*)?>""")
_LIMIT_HIT = re.compile(r"(?i)depth|huge|too long|too large|too many|limit")


class Markup(Struct, frozen=True):
    """The root of a document, its tags without namespaces, and the quality flags that reading it earned."""

    root: etree._Element
    flags: tuple[str, ...] = ()


def markup_of(text: str) -> Markup | Fault:
    """The tree of an XML document, or why it isn't read. Comments and processing instructions are left out."""
    body = text[declaration.end() :] if (declaration := _DECLARATION.match(text)) else text.lstrip()
    doctype = body.find("<!DOCTYPE")
    if doctype >= 0 and "<!ENTITY" in body[doctype:]:
        return Fault("unsafe-markup", "the document declares entities of its own, which no news format needs")
    if body.count("<") > MAX_TAGS:
        return Fault("unsafe-markup", f"more than {MAX_TAGS} tags")
    if doctype >= 0:
        body = _DOCTYPE.sub("", body, count=1)  # a DTD is never loaded, so naming one only invites libxml2 to look
    flags: tuple[str, ...] = ()
    root = _parsed(body)
    if isinstance(root, Fault):
        repaired = _repaired(body)
        if repaired == body or root.reason != "unreadable":
            return root
        root, flags = _parsed(repaired), ("markup-repaired",)
    if isinstance(root, Fault):
        return root
    return _within_limits(root) or Markup(root, flags)


def html_of(text: str) -> etree._Element | None:
    """The body of a piece of HTML, as forgiving as HTML readers are; null when there is none or it is too deep."""
    if text.count("<") > MAX_TAGS:
        return None
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(_NOT_XML.sub("", text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root is None or _within_limits(root) else root


def child_of(element: etree._Element, path: str) -> etree._Element:
    """The element at `path`, or an empty one where there is none: reading what is missing finds nothing."""
    found = element.find(path)
    return found if found is not None else etree.Element(path.rpartition("/")[2])


def _parsed(body: str) -> etree._Element | Fault:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(_with_known_entities(body).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = str(error).partition(" (<string>")[0][:200]
        if _LIMIT_HIT.search(message):
            return Fault("unsafe-markup", f"the XML reader's limits were hit: {message}")
        return Fault("unreadable", f"XML that is not well-formed: {message}")
    return root if root is not None else Fault("unreadable", "XML without an element")


def _with_known_entities(body: str) -> str:
    """HTML's named entities as their characters: NITF's DTD declares them, and DTDs are not loaded."""
    return _NAMED_ENTITY.sub(_character, body) if "&" in body else body


def _character(match: re.Match[str]) -> str:
    name = match[1]
    character = None if name in _XML_ENTITIES else html.entities.html5.get(f"{name};")
    return match[0] if character is None or character in "<&" else character


def _repaired(body: str) -> str:
    known = _with_known_entities(_BARE_AMPERSAND.sub("&amp;", _NOT_XML.sub("", body)))
    return _NAMED_ENTITY.sub(lambda m: m[0] if m[1] in _XML_ENTITIES else f"&amp;{m[1]};", known)


def _within_limits(root: etree._Element) -> Fault | None:
    """The fault of a tree that is too deep or has huge attributes; on the way, namespaces leave the tags."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth += 1
        if depth > MAX_DEPTH:
            return Fault("unsafe-markup", f"elements nested deeper than {MAX_DEPTH}")
        if isinstance(element.tag, str) and element.tag[0] == "{":
            element.tag = element.tag.rpartition("}")[2]
        if element.attrib and (
            len(element.attrib) > MAX_ATTRIBUTES or any(len(value) > MAX_ATTRIBUTE for value in element.attrib.values())
        ):
            return Fault("unsafe-markup", f"attributes of <{str(element.tag)[:40]}> beyond the limits")
    return None
