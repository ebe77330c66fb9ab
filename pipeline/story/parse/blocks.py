"""Text out of XHTML and NITF bodies: paragraphs joined by blank lines, tables and lists as readable lines."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.story.parse.xml import html_of

_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "address",
        "blockquote",
        "bq",
        "block",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hl1",
        "hl2",
        "hr",
        "dl",
        "dt",
        "dd",
        "note",
        "pre",
        "table",
        "caption",
        "ul",
        "ol",
        "li",
        "tr",
        "fn",
        "figure",
        "body",
        "body.content",
        "body.head",
        "body.end",
        "html",
        "nitf",
        "inlineXML",
        "inlineData",
        "DataContent",
        "lead",
        "lede",
    }
)
_LEFT_OUT = frozenset(
    {"script", "style", "head", "title", "media", "figure", "iframe", "object", "svg", "noscript", "body.head"}
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_LOOKS_MARKED = re.compile(r"<(?:p|div|br|span|table|ul|ol|b|i|em|strong|a|h[1-6])\b[^<>]*/?>", re.IGNORECASE)


def text_of(element: etree._Element | None) -> str | None:
    """All the text of an element on one line, or null when there is none. NBSP and joiners stay."""
    if element is None:
        return None
    return _one_line(_inline(element)) or None


def is_markup(text: str) -> bool:
    """Whether a string that should be text holds HTML tags.

    >>> is_markup("<p>Nile water</p>"), is_markup("shares < 3 and > 2")
    (True, False)
    """
    return "<" in text and _LOOKS_MARKED.search(text) is not None


def paragraphs_of_html(text: str) -> list[str]:
    """The paragraphs of a piece of HTML; a piece that HTML readers refuse is one paragraph, as it stands."""
    root = html_of(text)
    return paragraphs_of(root) if root is not None else [text]


def without_headline(paragraphs: list[str], headline: str | None) -> list[str]:
    """The paragraphs without a first one that is the headline again (`<h1>` in a G2 body), word for word.

    >>> without_headline(["Quay reopens", "It did."], "Quay reopens")
    ['It did.']
    >>> without_headline(["Quay reopens"], "Quay reopens")
    ['Quay reopens']
    """
    repeated = len(paragraphs) > 1 and paragraphs[0] == headline
    return paragraphs[1:] if repeated else paragraphs


def paragraphs_of(element: etree._Element) -> list[str]:
    """The paragraphs under a body element, in order, none empty."""
    paragraphs: list[str] = []
    run: list[str] = [element.text or ""]
    _gather(element, paragraphs, run)
    _close(paragraphs, run)
    return paragraphs


def _gather(element: etree._Element, paragraphs: list[str], run: list[str]) -> None:
    """Add the children of `element` to the open `run` of inline text; a block closes the run into `paragraphs`.

    The recursion is as deep as the tree, which `xml.MAX_DEPTH` bounds.
    """
    for child in element:
        tag = child.tag
        if tag == "br":
            run.append("\0")
        elif tag in {"table", "ul", "ol"}:
            _close(paragraphs, run)
            lines = _rows(child) if tag == "table" else _entries(child, tag == "ol")
            if lines:
                paragraphs.append("\n".join(lines))
        elif tag == "pre":
            _close(paragraphs, run)
            kept = _inline(child).strip("\r\n")
            if kept.strip():
                paragraphs.append(kept.replace("\r\n", "\n"))
        elif tag in _BLOCKS and tag not in _LEFT_OUT:
            _close(paragraphs, run)
            run.append(child.text or "")
            _gather(child, paragraphs, run)
            _close(paragraphs, run)
        elif tag not in _LEFT_OUT and isinstance(tag, str):
            run.append(child.text or "")
            _gather(child, paragraphs, run)
        if child.tail:
            run.append(child.tail)


def _close(paragraphs: list[str], run: list[str]) -> None:
    """End the open run: two line breaks in it part paragraphs, a single one is a line break."""
    text = "".join(run)
    run.clear()
    if not text.strip("\0 \t\r\n\f"):
        return
    paragraph: list[str] = []
    for line in map(_one_line, text.split("\0")):
        if line:
            paragraph.append(line)
        elif paragraph:
            paragraphs.append("\n".join(paragraph))
            paragraph = []
    if paragraph:
        paragraphs.append("\n".join(paragraph))


def _rows(table: etree._Element) -> list[str]:
    """A line for each row, its cells parted by ` | `; text outside rows (a caption) is a line too."""
    lines = [line for caption in table.iter("caption", "nitf-table-metadata") if (line := text_of(caption))]
    for row in table.iter("tr"):
        cells = [text_of(cell) or "" for cell in row if cell.tag in {"td", "th"}]
        if any(cells):
            lines.append(" | ".join(cells))
    return lines


def _entries(listing: etree._Element, numbered: bool) -> list[str]:
    """A line for each entry, `- ` or its number before it."""
    lines: list[str] = []
    for entry in listing:
        line = text_of(entry)
        if line:
            lines.append(f"{len(lines) + 1}. {line}" if numbered else f"- {line}")
    return lines


def _inline(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _one_line(text: str) -> str:
    if "\n" in text or "  " in text or "\t" in text or "\r" in text or "\f" in text:
        text = _SPACE.sub(" ", text)
    return text.strip(" ")
