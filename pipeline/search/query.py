"""A query's tree as an Elasticsearch query. Pure.

Each word may stand in any field: as typed, by its stem in a language of its script, in Arabic without particle, or,
where it is a known name, as the id of its bearer. Words are joined by AND; stop words count only where nothing else is
asked for. A phrase means its letters: no stems, no ids.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.gazetteer.keys import key_of
from pipeline.search.bare import bare_forms
from pipeline.search.fields import ANALYZERS
from pipeline.search.in_field import by_id, in_dateline, in_field_query
from pipeline.search.known_names import KnownNames, Named
from pipeline.search.syntax import And, Everything, InField, Node, Not, Or, Phrase, Prefix, Word

Json = dict[str, Any]

AS_TYPED = [
    "headline.exact^3.3",
    "headline^3",
    "body_text.exact^1.1",
    "body_text",
    "kicker^2",
    "slugline^2",
    "dateline.text",
    "located",
    "byline^0.5",
]
"""Fields of unstemmed text. A headline says what a story is about; a byline says who, and seldom what was asked."""
NAMES = ["people.text^2", "organisations.text^1.5", "places.text^1.5"]
"""Usual English names of those in the story, whatever its language."""
PHRASE = ["headline.exact^3.3", "headline^3", "body_text.exact^1.1", "body_text", "kicker^2", "slugline^2"]
TEXTS = ["headline", "body_text"]
BARE = ["text.bare.headline^3", "text.bare.body_text"]
OTHERS_COUNT = 0.15
"""How much the fields beside the best one add to a word's score."""
ID_BOOST = 2.0
"""A name found by its id, against the same by its letters in the text."""

_SCRIPTS = {"ar": "arabic", "fa": "arabic", "ru": "cyrillic"}
"""Of the languages whose words are stemmed; the others are written in Latin."""


FIRST_NOT_LATIN = "\u0370"
"""Greek begins there, and after it all other scripts but a few rare Latin letters, none of which begins a name."""


@dataclass
class Built:
    """The query, what marks its words in the texts found, and the names that it was understood to hold."""

    query: Json
    highlight: Json
    named: list[Named] = field(default_factory=list)


def build_query(tree: Node, names: KnownNames | None, languages: Collection[str] = ANALYZERS) -> Built:
    """The query of a tree; `names` None takes every word as letters only; stems are those of `languages`."""
    builder = _Builder(names, languages)
    query = builder.node(tree)
    marked = {"bool": {"should": [query, *builder.marks]}}
    return Built(query, marked, builder.named)


class _Builder:
    """Walks a tree; collects names and what else is to be marked."""

    def __init__(self, names: KnownNames | None, languages: Collection[str]) -> None:
        self._names = names
        self._languages = languages
        self.named: list[Named] = []
        self.marks: list[Json] = []

    def node(self, node: Node) -> Json:  # noqa: PLR0911  # one answer for each kind of node
        """One node's query."""
        match node:
            case Word() | And():
                return self._together(node.parts if isinstance(node, And) else (node,))
            case Phrase(text):
                return _any(_phrase(text, PHRASE), _phrase(text, BARE))
            case Prefix(text):
                return _match(text, [*AS_TYPED, *BARE], "bool_prefix", operator="and")
            case InField(name, text):
                return in_field_query(name, text, self._names)
            case Or(parts):
                return {"bool": {"should": [self.node(part) for part in parts], "minimum_should_match": 1}}
            case Not(part):
                return {"bool": {"must_not": [_Builder(self._names, self._languages).node(part)]}}
            case Everything():
                return {"match_all": {}}

    def _together(self, parts: Sequence[Node]) -> Json:
        must: list[Json] = []
        may: list[Json] = []
        for run in _runs(parts):
            if isinstance(run, tuple):
                for stop, query in self._words([word.text for word in run]):
                    (may if stop else must).append(query)
            else:
                must.append(self.node(run))
        if not must:
            must, may = may, []
        if len(must) == 1 and not may:
            return must[0]
        return {"bool": {"must": must, "should": may}}

    def _words(self, words: list[str]) -> Iterator[tuple[bool, Json]]:
        """Consecutive words: for each name or other word, whether it is a stop word, and its query."""
        found = {named.start: named for named in (self._find(words) if self._names else ())}
        at = 0
        while at < len(words):
            if named := found.get(at):
                self.named.append(named)
                self.marks += _spellings([form for form in named.forms if self._is_read(form)])
                letters = [self._word(word) for word in words[at : named.end]]
                typed = letters[0] if len(letters) == 1 else {"bool": {"must": letters}}
                yield False, _any(typed, by_id(named, ID_BOOST), *in_dateline(named))
                at = named.end
            else:
                yield key_of(words[at]) in stop_words(), self._word(words[at])
                at += 1

    def _is_read(self, form: str) -> bool:
        """Whether a spelling may stand in a text of these languages, by its script; unknown ones may have any."""
        latin = form[0] < FIRST_NOT_LATIN
        return any(
            one not in ANALYZERS or (latin if one not in _SCRIPTS else _SCRIPTS[one] == _script(form))
            for one in self._languages
        )

    def _find(self, words: list[str]) -> list[Named]:
        """Names among the words; an Arabic word is looked up without its particle too."""
        names = self._names
        if names is None:
            return []
        found = list(names.find(words))
        taken = {at for named in found for at in range(named.start, named.end)}
        stripped = [next(iter(bare_forms(word, names)), word) for word in words]
        more = names.find(stripped)
        return [*found, *(named for named in more if not taken & set(range(named.start, named.end)))]

    def _word(self, word: str) -> Json:
        forms = bare_forms(word, self._names or ())
        queries = [_phrase(word, [*AS_TYPED, *NAMES] if self._names else AS_TYPED)]
        if stems := _stem_fields(word, self._languages):
            queries += [_match(form, stems, "best_fields", operator="and") for form in (word, *forms)]
        if _script(word) == "arabic":
            queries += [_phrase(form, BARE) for form in (word, *forms)]
        return _any(*queries)


def _runs(parts: Sequence[Node]) -> Iterator[Node | tuple[Word, ...]]:
    """The parts, words that follow each other taken together: they may be one name."""
    run: list[Word] = []
    for part in parts:
        if isinstance(part, Word):
            run.append(part)
            continue
        if run:
            yield tuple(run)
            run = []
        yield part
    if run:
        yield tuple(run)


def _spellings(forms: Sequence[str]) -> list[Json]:
    """Finds any of a name's spellings; those of one word together, as each query costs time for each story."""
    alone = [form for form in forms if form.isalpha()]
    phrases = [_phrase(form, TEXTS) for form in forms if not form.isalpha()]
    return [*phrases, *([_match(" ".join(alone), TEXTS, "best_fields", operator="or")] if alone else [])]


def _any(*queries: Json) -> Json:
    return {"dis_max": {"queries": list(queries), "tie_breaker": OTHERS_COUNT}} if len(queries) > 1 else queries[0]


def _phrase(text: str, fields: Sequence[str]) -> Json:
    """All of a text's tokens in their order: `porte-parole` is two tokens, and one word."""
    return _match(text, fields, "phrase")


def _match(text: str, fields: Sequence[str], kind: str, **more: Any) -> Json:
    return {"multi_match": {"query": text, "type": kind, "fields": list(fields), **more}}


def _script(word: str) -> str:
    """`arabic`, `cyrillic`, or `other`, by the first letter that tells."""
    for letter in word:
        if "\u0600" <= letter <= "\u06ff" or "\ufb50" <= letter <= "\ufefc":
            return "arabic"
        if "\u0400" <= letter <= "\u04ff":
            return "cyrillic"
    return "other"


def _stem_fields(word: str, languages: Collection[str]) -> list[str]:
    """Stemmed fields of those languages that are written in the word's script."""
    script = _script(word)
    written = [one for one in languages if one in ANALYZERS and _SCRIPTS.get(one, "other") == script]
    return [f"text.{language}.{text}" for language in written for text in ("headline^3", "body_text")]


@cache
def stop_words() -> frozenset[str]:
    """Articles, prepositions and the like of every language, as keys."""
    lines = files(__package__).joinpath("stop-words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(key_of(word) for line in lines if not line.startswith("#") for word in line.split())
