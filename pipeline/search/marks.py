"""The request that marks the words found, in the headline and in a piece of the text. Pure.

A request of its own, for the stories that are shown: each field in which a word may be found costs time for each
story, so only those of the story's language are looked through, and each text only for what may stand in it. On
100,000 stories that halves a search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase

from pipeline.search.fields import ANALYZERS
from pipeline.search.known_names import KnownNames
from pipeline.search.query import Json, build_query
from pipeline.search.syntax import parse_query

MOST_MARKED = 200_000
"""Characters of a text that are looked through for words to mark; a longer text would make the search fail."""
OPEN, CLOSE = "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}"
"""Around each word found: single guillemets, which wire text hardly has, and never as a pair around one word."""


def marks_body(query: str, names: KnownNames | None, language: str, ids: Sequence[str]) -> Json:
    """Body of the request that marks the words of a query in stories of one language, by their `_id`."""
    analysed = [language] if language in ANALYZERS else []
    built = build_query(parse_query(query), names, [language])
    texts = [*analysed, *(["bare"] if language == "ar" else [])]
    return {
        "size": len(ids),
        "query": {"ids": {"values": list(ids)}},
        "_source": False,
        "highlight": {
            "pre_tags": [OPEN],
            "post_tags": [CLOSE],
            "max_analyzed_offset": MOST_MARKED,
            "fields": {
                "headline": {"number_of_fragments": 0, **_looked_for("headline", texts, built.highlight)},
                "body_text": {
                    "number_of_fragments": 1,
                    "fragment_size": 160,
                    **_looked_for("body_text", texts, built.highlight),
                },
            },
        },
    }


def _looked_for(name: str, texts: Sequence[str], query: Json) -> Json:
    """Where a field's words may have been found, and what to look for there.

    Words are marked in the text as people read it, whatever field they were found in: the fields hold the same text, or
    one as long, so an offset in one is an offset in all.
    """
    same = [f"{name}.exact", *(f"text.{one}.{name}" for one in texts)]
    parts = list(_within(query, [name, *same]))
    return {"matched_fields": same, "highlight_query": {"bool": {"should": parts}} if parts else {"match_none": {}}}


def _within(query: Json, fields: Sequence[str]) -> Iterator[Json]:
    """The parts of a query that may be found in these fields; any of them is marked.

    The story was found already: that its words stand in several fields, and which of them must, is no matter here.
    """
    ((kind, body),) = query.items()
    if kind == "bool":
        for clause in ("must", "should"):
            for part in body.get(clause, ()):
                yield from _within(part, fields)
    elif kind == "dis_max":
        for part in body["queries"]:
            yield from _within(part, fields)
    elif kind == "multi_match":
        patterns = [one.partition("^")[0] for one in body["fields"]]
        wanted = [field for field in fields if any(fnmatchcase(field, pattern) for pattern in patterns)]
        if wanted:
            yield {"multi_match": {**body, "fields": wanted}}
