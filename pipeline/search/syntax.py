"""What a person types in the search box, read into a tree. Pure; knows nothing of Elasticsearch.

    talks Moscow            both words               "has died"  « a déclaré »   exactly this
    oil OR gas              one of them              negoti*                     a word that begins so
    -football, NOT football without it               place:Paris  urgency:1..2   in one field
    (oil OR gas) -price     brackets                 *                           everything

OR and NOT in capitals, as in most news archives; AND may be written. Words are joined by AND.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


class QueryError(ValueError):
    """A query that can't be read. The message says what is wrong and how to write it."""


@dataclass(frozen=True)
class Word:
    """One word as typed."""

    text: str


@dataclass(frozen=True)
class Prefix:
    """The beginning of a word."""

    text: str


@dataclass(frozen=True)
class Phrase:
    """Words in this order, none left out."""

    text: str


@dataclass(frozen=True)
class InField:
    """A value in one field, as a person calls the field."""

    field: str
    text: str


@dataclass(frozen=True)
class Everything:
    """`*`, or an empty query."""


@dataclass(frozen=True)
class Not:
    """What must not be there."""

    part: Node


@dataclass(frozen=True)
class And:
    """All of them."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """At least one of them."""

    parts: tuple[Node, ...]


Node = Word | Prefix | Phrase | InField | Everything | Not | And | Or

MOST_PARTS = 100
"""Words and phrases of one query; a text pasted by mistake is refused before it reaches the server."""
MOST_DEPTH = 20
LEAST_PREFIX = 2

FIELDS = (
    "headline",
    "text",
    "byline",
    "slugline",
    "kicker",
    "dateline",
    "ednote",
    "person",
    "place",
    "organisation",
    "country",
    "feed",
    "language",
    "kind",
    "genre",
    "urgency",
    "label",
    "keyword",
    "subject",
    "quality",
    "uri",
    "id",
    "status",
    "format",
)
"""Names before a colon. `text` is headline and body; `id` an entity's, as `wd:Q7747`."""

_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«", "”": "”"}
_TOKEN = re.compile(r"""\s*(?:(?P<bracket>[()])|(?P<minus>-)(?=[^\s-])|(?P<open>["“„«»”])|(?P<word>[^\s()"“”„«»]+))""")
_FIELD = re.compile(r"([A-Za-z_]+):(.*)", re.DOTALL)


def parse_query(text: str) -> Node:
    """The tree of a query. Raises QueryError.

    >>> parse_query('talks "has died" -oil')
    And(parts=(Word(text='talks'), Phrase(text='has died'), Not(part=Word(text='oil'))))
    >>> parse_query("oil OR gas*")
    Or(parts=(Word(text='oil'), Prefix(text='gas')))
    """
    reader = _Reader(unicodedata.normalize("NFC", text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    tree = reader.alternatives(0)
    if reader.kind is not None:
        raise QueryError("there is a ) without its (")
    return tree


class _Reader:
    """One pass over the text, one token ahead."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._parts = 0
        self.kind: str | None = None
        self._value = ""
        self._joined = False
        """No space stands before the token."""
        self._advance()

    def _advance(self) -> None:
        """Read the next token: its kind into `kind`, its text into `_value`."""
        found = _TOKEN.match(self._text, self._at)
        if not found:
            self.kind = None
            return
        self._joined = found.start(found.lastgroup or 0) == self._at
        self._at = found.end()
        self.kind = found.lastgroup
        self._value = found[found.lastgroup or 0]
        if self.kind == "bracket" or (self.kind == "word" and self._value in ("AND", "OR", "NOT")):
            self.kind = self._value
        elif self.kind == "open":
            self._phrase(_QUOTES[self._value])

    def _phrase(self, closing: str) -> None:
        ends = [at for at in (self._text.find(mark, self._at) for mark in closing) if at >= 0]
        if not ends:
            raise QueryError(f"a quotation mark is not closed: {self._value}{self._text[self._at :]}")
        self._value = self._text[self._at : min(ends)].strip()
        self._at = min(ends) + 1
        self.kind = "phrase"

    def alternatives(self, depth: int) -> Node:
        """`a OR b`."""
        if depth > MOST_DEPTH:
            raise QueryError(f"brackets are nested more than {MOST_DEPTH} deep")
        parts = [self._together(depth)]
        while self.kind == "OR":
            self._advance()
            parts.append(self._together(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _together(self, depth: int) -> Node:
        """`a b`, `a AND b`."""
        parts: list[Node] = []
        while self.kind not in (None, "OR", ")"):
            if self.kind == "AND":
                self._advance()
                if not parts or self.kind in (None, "OR", "AND", ")"):
                    raise QueryError("AND stands between two words; to search for the word itself write it small")
            parts.append(self._single(depth))
        if len(parts) > 1:  # marks that stand alone, a dash between words: nothing to search for
            parts = [part for part in parts if not isinstance(part, Word) or _has_letter(part.text)] or parts[:1]
        if not parts:
            if depth or self.kind or self._parts:
                raise QueryError("something is missing before or after OR, or between ( and )")
            return Everything()
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _single(self, depth: int) -> Node:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise QueryError(f"more than {MOST_PARTS} words; search for the ones that matter")
        kind, value = self.kind, self._value
        self._advance()
        if kind in ("minus", "NOT"):
            if self.kind in (None, ")", "AND", "OR"):
                raise QueryError("nothing follows NOT; to search for the word itself write it small")
            return Not(self._single(depth))
        if kind == "(":
            inner = self.alternatives(depth + 1)
            if self.kind != ")":
                raise QueryError("a ( is not closed")
            self._advance()
            return inner
        if kind == "phrase":
            if not value:
                raise QueryError('there is nothing between the quotation marks ""')
            return Phrase(value)
        return self._word(value)

    def _word(self, value: str) -> Node:
        if found := _FIELD.fullmatch(value):
            return self._in_field(found[1].lower(), found[2], value)
        return _term(value)

    def _in_field(self, field: str, text: str, typed: str) -> Node:
        adjacent = self.kind == "phrase" and self._joined and not text
        if not adjacent and (not text or text.startswith("//")):
            return _term(typed)  # a colon of prose, or an address
        if field not in FIELDS:
            raise QueryError(
                f'there is no field "{field}". Fields: {", ".join(FIELDS)}. '
                f'To search for the text itself write "{typed}" in quotation marks'
            )
        if adjacent:
            text = self._value
            self._advance()
        if not text.strip("*"):
            raise QueryError(f"nothing follows {field}:")
        return InField(field, text)


def _has_letter(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _term(value: str) -> Node:
    if value == "*":
        return Everything()
    stem = value.rstrip("*")
    if "*" in stem or ("?" in stem[:-1] and stem.endswith("*")):
        raise QueryError(f"a * may stand only at the end of a word, not as in {value}")
    if stem == value:
        return Word(value)
    if len(stem) < LEAST_PREFIX:
        raise QueryError(f"before * there must be {LEAST_PREFIX} letters at least, not as in {value}")
    return Prefix(stem)
