"""Every field of the index, declared once: its name, form, where it comes from and what it means.

The mapping (`template.py`) and `schemas/fields.md` are made from this list. The names are those of the story's JSON
(IPTC ninjs where ninjs has one); what only the index has is said to be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

ANALYZERS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fa": "persian",
    "fr": "french",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "ru": "russian",
    "tr": "turkish",
}
"""Language → Elasticsearch's analyzer for it: words by their stems, without stop words."""

TEXTS = ("headline", "body_text")
"""The two texts of a story. Under `text.<language>` they stand again, analysed by language."""


@dataclass(frozen=True)
class Field:
    """A field of the index. `form` names its mapping in `FORMS`; `source` says who fills it."""

    name: str
    form: str
    source: str
    meaning: str


FORMS: dict[str, dict[str, Any]] = {
    "keyword": {"type": "keyword", "ignore_above": 1024},
    "text": {"type": "text", "analyzer": "folded"},
    "story text": {
        "type": "text",
        "analyzer": "folded",
        "index_options": "offsets",
        "fields": {"exact": {"type": "text", "analyzer": "exact", "index_options": "offsets"}},
    },
    "text and keyword": {
        "type": "text",
        "analyzer": "folded",
        "fields": {"keyword": {"type": "keyword", "ignore_above": 256}},
    },
    "name": {
        "type": "keyword",
        "ignore_above": 1024,
        "fields": {"text": {"type": "text", "analyzer": "folded"}},
    },
    "kept": {"type": "keyword", "index": False, "doc_values": False},
    "date": {"type": "date"},
    "boolean": {"type": "boolean"},
    "long": {"type": "long"},
    "integer": {"type": "integer"},
    "byte": {"type": "byte"},
    "float": {"type": "float"},
    "geo_point": {"type": "geo_point"},
}
"""Form → mapping. All text is unstemmed, keeps every word with its position, and is folded: case, accents, harakat,
tatweel, hamza, digits. Where words are marked for readers, their offsets are kept too, or each text would be analysed
again for each way in which it may match. `.exact` keeps accents; `.keyword` and names are whole values, to count and to
filter by."""

FIELDS = (
    Field(
        "uri", "keyword", "ninjs", "Names the story through all its versions; the document's `_id` (cut if too long)."
    ),
    Field(
        "version",
        "long",
        "identity",
        "Seconds of versioncreated × 1000 + revision; Elasticsearch's external version is this × 1000 + generation.",
    ),
    Field("generation", "integer", "rules", "Generation of the rules that made it."),
    Field("feed", "keyword", "intake", "The feed that it came by."),
    Field("format", "keyword", "parse", "The format that was read: `plain`, `newsml12`, `ninjs` …"),
    Field("versioncreated", "date", "ninjs", "When this version was made: the time that searches and charts go by."),
    Field("firstcreated", "date", "ninjs", "When the first version was made."),
    Field("pubstatus", "keyword", "ninjs", "`usable`, `withheld` or `canceled` (killed)."),
    Field("embargoed", "date", "ninjs", "May not be published before this instant."),
    Field("open_from", "date", "index only", "When it opens: `embargoed`, else `versioncreated`."),
    Field("held", "boolean", "index only", "The embargo could not be read: held until a person decides."),
    Field(
        "killed_by_name",
        "boolean",
        "index only",
        "A kill under another uri names this story, or one that it replaces: it is canceled by that.",
    ),
    Field("urgency", "byte", "ninjs", "1 (highest) … 9."),
    Field("kind", "keyword", "parse, clean", "`story`, `alert` or `advisory`."),
    Field("genre", "keyword", "ninjs", "The source's genre."),
    Field("profile", "keyword", "ninjs", "The source's profile."),
    Field("labels", "keyword", "clean", "Wire labels as they stood: URGENT, LEAD, عاجل."),
    Field("headline", "story text", "ninjs", "Headline."),
    Field("headline_derived", "boolean", "clean", "It came without a headline: its first sentence stands in."),
    Field("kicker", "text", "clean", "A short place or topic that stood before the headline."),
    Field("slugline", "text and keyword", "ninjs", "Keywords that join the stories of one event."),
    Field("byline", "text", "ninjs", "Who signed it."),
    Field("body_text", "story text", "ninjs", "The clean text; paragraphs are apart by an empty line."),
    Field("located", "text", "ninjs", "The place that the source's metadata gives."),
    Field("ednote", "text", "ninjs", "Notes to editors."),
    Field("signoff", "keyword", "clean", "The last line: initials of writer and editors."),
    Field("creditline", "keyword", "clean", "A photographer's credit."),
    Field("infosource", "keyword", "ninjs", "Who provided it."),
    Field("copyrightholder", "keyword", "ninjs", "Who holds the rights."),
    Field("usageterms", "text", "ninjs", "What it may be used for."),
    Field("language", "keyword", "language", "BCP 47; `und` when it can't be told."),
    Field("language_declared", "keyword", "ninjs", "The language as the source says it."),
    Field("language_score", "float", "language", "Calibrated chance that `language` is right."),
    Field("language_disagrees", "boolean", "language", "`language` is not the declared one."),
    Field("wordcount", "integer", "ninjs", "Words of body_text."),
    Field("charcount", "integer", "ninjs", "Code points of body_text."),
    Field("people", "name", "entities", "Names of people, most salient first, in their usual English form."),
    Field("organisations", "name", "entities", "Names of organisations, likewise."),
    Field("places", "name", "entities", "Names of places, likewise: the first are the story's main places."),
    Field("countries", "keyword", "entities", "ISO 3166-1 alpha-2 codes of the main countries."),
    Field(
        "entity_ids",
        "keyword",
        "entities",
        "Ids of all entities: `wd:Q7747`, `iso3166:FR`, `geonames:2988507`. One id in every language and script.",
    ),
    Field("place_points", "geo_point", "entities", "Where the places are."),
    Field("subjects.name", "keyword", "ninjs", "Subject as the source names it."),
    Field("subjects.code", "keyword", "ninjs", "Its IPTC code."),
    Field("subjects.scheme", "keyword", "ninjs", "The scheme of the code."),
    Field("keywords", "keyword", "ninjs", "The source's keywords."),
    Field("dateline.text", "text", "clean", "The dateline as received."),
    Field("dateline.place", "keyword", "clean", "Its place, as written."),
    Field("dateline.country", "keyword", "clean", "Its country, as written."),
    Field("dateline.date", "keyword", "clean", "Its date, ISO."),
    Field("dateline.agency", "keyword", "clean", "Its agency's usual Latin abbreviation."),
    Field("replaces", "keyword", "ninjs evolvedfrom", "Uris of other stories that it updates, corrects or kills."),
    Field(
        "series_keys",
        "keyword",
        "index only",
        "Slug and MinHash bands: stories that share one may tell the same event (docs/series.md).",
    ),
    Field("series_words", "kept", "index only", "Words of headline and first paragraph, by which that is decided."),
    Field("sequence", "long", "parse", "The feed's own transmission number."),
    Field("quality", "keyword", "all stages", "Quality flags (docs/quality.md)."),
)
"""What stands in the document, except `text`."""


def mapping_of(field: Field) -> dict[str, Any]:
    """The field's mapping."""
    return FORMS[field.form]


def fields_page() -> str:
    """`schemas/fields.md`."""
    languages = ", ".join(f"`{language}` ({analyzer})" for language, analyzer in ANALYZERS.items())
    rows = [f"| `{field.name}` | {field.form} | {field.source} | {field.meaning} |" for field in FIELDS]
    forms = [f"| {form} | `{_shape(mapping)}` |" for form, mapping in FORMS.items()]
    return "\n".join([*_HEAD, *rows, *_TEXT.format(languages=languages).splitlines(), *forms, ""])


def _shape(mapping: dict[str, Any]) -> str:
    """`text (folded); .exact: text (exact)`."""
    own = f"{mapping['type']} ({mapping['analyzer']})" if "analyzer" in mapping else str(mapping["type"])
    return "; ".join([own, *(f".{name}: {_shape(sub)}" for name, sub in mapping.get("fields", {}).items())])


_HEAD = [
    "# Fields of the index",
    "",
    "Made from `pipeline/search/fields.py` by `make docs`. The mapping is strict: a field that is not here is refused.",
    "Source is who fills the field: a standard (the value is the source's own), or a stage of the pipeline.",
    "",
    "| field | form | source | meaning |",
    "|---|---|---|---|",
]

_TEXT = """
## The text again, by language

| field | meaning |
|---|---|
| `text.<language>.headline`, `text.<language>.body_text` | Words by their stems, without stop words. Filled for the \
story's language, and for each that has 30 % or more of a mixed story. Languages: {languages}. |
| `text.bare.headline`, `text.bare.body_text` | Arabic words without attached particles (و ف ب ل ك), where what \
remains stands by itself; `pipeline/search/bare.py` has the rules. |

They are searched and not kept in `_source`: the text there is `headline` and `body_text`, and so are highlights. An
index is rebuilt from `wire.stories`; Elasticsearch's own reindexing would leave them empty.

A story in any other language, and one whose language can't be told, is found by its folded text.

## Forms

| form | mapping |
|---|---|
"""
