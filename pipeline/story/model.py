"""What a story is, at each step of its path.

    RawStory ─parse─► ParsedStory ─clean─► Cleaned ─detect─► Language ─tag─► Entities ─assemble─► Story
                 └──────────────── at any step ────────────────► Rejected

Field names are those of IPTC ninjs where ninjs has one; the others are explained beside the field. All text offsets
count code points of the named field, so `story.body_text[m.start:m.end] == m.text`. All instants are aware and in UTC.
`schemas/story.schema.json` is generated from these types.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct, field

PubStatus = Literal["usable", "withheld", "canceled"]
Kind = Literal["story", "alert", "advisory"]
TextField = Literal["headline", "body_text"]

HELD = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""`embargoed` of a story whose embargo can't be read: held until a person decides (an embargo fails closed)."""


class Charset(Struct, frozen=True, kw_only=True):
    """How the bytes were read as text, and why: the charset's Python name, and the reason in a few words."""

    name: str
    reason: str


class Subject(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A subject as the source gives it: IPTC subject or media-topic code, with its name where there is one."""

    name: str | None = None
    code: str | None = None
    scheme: str | None = None


class SourceEntity(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A person, organisation or place that the source's metadata names (not found in the text by us)."""

    kind: Literal["person", "organisation", "place"]
    name: str
    code: str | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2, where the source says it."""


class Dateline(Struct, frozen=True, kw_only=True):
    """The dateline as received (`text`), and what it says.

    `place` is as written in the story; `country` is as written (the bracket in `كييف (أوكرانيا)`), else null;
    `date` is an ISO date, its year inferred from the story's date where the dateline has none; `agency` is the
    agency's usual Latin abbreviation (`AFP`), whatever script the credit is in.
    """

    text: str
    place: str | None = None
    country: str | None = None
    date: str | None = None
    agency: str | None = None


class Fix(Struct, frozen=True, kw_only=True):
    """One repair. At code point `start` of the text *as it stood before this fix*, `before` became `after`.

    Applying a field's fixes in order to its raw text gives its clean text; undoing them in reverse order gives the
    raw text back. What moved to a field of its own has `after == ""` and says where it went in `moved_to`.
    """

    rule: str
    field: TextField
    start: int
    before: str
    after: str
    moved_to: str | None = None


class Suspect(Struct, frozen=True, kw_only=True):
    """Something that looks wrong and was left alone, at an offset of the clean text, with the reason."""

    rule: str
    field: TextField
    start: int
    end: int
    text: str
    suggestion: str | None = None
    evidence: str | None = None


class Mention(Struct, frozen=True, kw_only=True):
    """Where an entity stands in the story: `text` is `field[start:end]`, without any attached Arabic particle."""

    field: TextField
    start: int
    end: int
    text: str


class GeoPoint(Struct, frozen=True, kw_only=True):
    """Degrees, WGS 84; the names are those of Elasticsearch's geo_point."""

    lat: float
    lon: float


class Entity(Struct, frozen=True, kw_only=True):
    """A person, organisation or place of the story.

    `id` is `wd:Q…` where sure, else `iso3166:XX`, `geonames:N`, or null: a wrong id is worse than none. `name` is the
    usual English name for a known entity, else the fullest form in the text. `salience` is 0 … 1 (headline, lede,
    count; what only the source names has 0.05). `country` is ISO 3166-1 alpha-2. `provenance` says who named it:
    `text`, `source` (the metadata; then there are no mentions), or both.
    """

    id: str | None
    name: str
    mentions: list[Mention]
    salience: float = 0.0
    country: str | None = None
    point: GeoPoint | None = None
    provenance: list[Literal["text", "source"]] = field(default_factory=lambda: ["text"])


class RawHeaders(Struct, frozen=True, kw_only=True):
    """The headers of a record of `wire.raw`: what intake knew that the bytes don't say."""

    feed: str
    """Name of the feed, `[a-z0-9][a-z0-9._-]*`."""
    received: int
    """When intake took it, milliseconds since the epoch: the only clock that the core sees."""
    format: str = "auto"
    """A format name that the sender states, or `auto`: judge from the content."""
    uri: str | None = None
    """Identity for bytes that carry none (plain text); never overrides one that the story carries."""
    version: int | None = None
    """Version for bytes that carry none: milliseconds since the epoch (a file's modification time)."""
    charset: str | None = None
    """Charset that the transport declared (HTTP's Content-Type): evidence, not truth."""
    attempt: int = 0
    """How often this was sent back to `wire.raw` by `wire rejected retry`."""


class RawStory(Struct, frozen=True, kw_only=True):
    """One transmission as received: bytes unchanged, and the headers beside them."""

    value: bytes
    headers: RawHeaders


class SourceFields(Struct, frozen=True, kw_only=True):
    """What the source says of the story, in any format. Unknown is null (or empty), never a guess."""

    uri: str
    """Names the story through all its versions; never contains the revision (design §4)."""
    version: int
    """Grows with `versioncreated`, then with the revision: seconds × 1000 + revision (at most 999)."""
    feed: str
    format: str
    """The format that was read, e.g. `plain`, `newsml12`, `newsmlg2`, `nitf`, `ninjs`, `iptc7901`, `anpa1312`."""
    versioncreated: datetime
    firstcreated: datetime | None = None
    charset: Charset | None = None
    pubstatus: PubStatus = "usable"
    embargoed: datetime | None = None
    urgency: int | None = None
    """1 (highest) … 9."""
    kind: Kind = "story"
    genre: str | None = None
    profile: str | None = None
    slugline: str | None = None
    byline: str | None = None
    located: str | None = None
    """The place that the source's metadata gives as the story's own (not the dateline in the text)."""
    ednote: str | None = None
    infosource: str | None = None
    copyrightholder: str | None = None
    usageterms: str | None = None
    language_declared: str | None = None
    """As the source writes it, normalised to BCP 47 where possible."""
    subjects: list[Subject] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    """Wire labels as they stood: ALERT, URGENT, LEAD, تنبيه …"""
    replaces: list[str] = field(default_factory=list)
    """Uris of other stories that this one says it updates, corrects or kills (ninjs `evolvedfrom`)."""
    sequence: int | None = None
    """The feed's own transmission number, where it has one: for gaps."""
    quality: list[str] = field(default_factory=list)
    """Flags for people who watch quality, from a closed list in `quality.py`."""


class ParsedStory(SourceFields, frozen=True, kw_only=True):
    """What a parser made of the bytes, before any repair.

    `headline` is null where the format doesn't set one apart (plain text, IPTC 7901, ANPA): cleaning finds it in
    `body`. `body` is text as received: paragraphs are separated by a blank line where the format marks paragraphs
    (`paragraphs_marked`), else it is the lines as sent, hard wraps and all.
    """

    headline: str | None
    body: str
    dateline_text: str | None = None
    """A dateline that the format sets apart, as received."""
    paragraphs_marked: bool = False
    source_entities: list[SourceEntity] = field(default_factory=list)


class Cleaned(Struct, frozen=True, kw_only=True):
    """What cleaning made of a parsed story. Null means: the text says nothing of it, keep what the source says."""

    headline: str
    headline_derived: bool
    body_text: str
    kicker: str | None = None
    dateline: Dateline | None = None
    byline: str | None = None
    signoff: str | None = None
    ednote: str | None = None
    copyrightholder: str | None = None
    creditline: str | None = None
    """A photographer's credit that stood in the text (NewsML-G2 `creditLine`)."""
    labels: list[str] = field(default_factory=list)
    urgency: int | None = None
    kind: Kind | None = None
    fixes: list[Fix] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    quality: list[str] = field(default_factory=list)


class LanguageShare(Struct, frozen=True, kw_only=True):
    """A language's share of the letters of a mixed story, 0 … 1."""

    language: str
    share: float


class Language(Struct, frozen=True, kw_only=True):
    """The language of a story: BCP 47, `und` when it can't be told; `score` is the calibrated chance of being right."""

    language: str
    score: float
    opinions: dict[str, str] = field(default_factory=dict)
    """What each detector said by itself: `{"langdetect": "ar", "langid": "ar"}`."""
    shares: list[LanguageShare] = field(default_factory=list)
    """Languages of a mixed story, largest first; empty for a story in one language."""
    disagrees: bool = False
    """The answer is not the language that the source declares."""


class Entities(Struct, frozen=True, kw_only=True):
    """What tagging found and the source names, most salient first: the first of `places` are the story's main places.

    Of equal salience the one that the text names first. There is no flag for main: where to cut is the reader's choice.
    """

    people: list[Entity] = field(default_factory=list)
    organisations: list[Entity] = field(default_factory=list)
    places: list[Entity] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    """ISO 3166-1 alpha-2 codes of the story's main countries, most salient first."""


class Story(SourceFields, frozen=True, kw_only=True):
    """The finished story: value of `wire.stories`, line of `wire process`, source of the indexed document."""

    generation: int
    """Generation of the rules that made it (`rules.GENERATION`)."""
    headline: str
    headline_derived: bool
    """The story came without a headline, so its first sentence stands in."""
    kicker: str | None
    dateline: Dateline | None
    signoff: str | None
    creditline: str | None = None
    body_text: str
    wordcount: int
    charcount: int
    language: str
    language_score: float
    language_opinions: dict[str, str]
    language_shares: list[LanguageShare]
    language_disagrees: bool
    people: list[Entity]
    organisations: list[Entity]
    places: list[Entity]
    countries: list[str]
    fixes: list[Fix]
    suspects: list[Suspect]


class Rejected(Struct, frozen=True, kw_only=True):
    """A story that can't be made into one: the story's own fault (or a bug of ours), never the world's."""

    reason: Reason
    stage: Stage
    detail: str
    """One sentence for a person: what is wrong, and where."""
    feed: str
    uri: str | None = None
    part: int | None = None
    """Which story of a transmission that carries several, from 0."""


Stage = Literal["parse", "clean", "language", "entities", "assemble", "index"]
Reason = Literal[
    "no-text",
    "unreadable",
    "unknown-format",
    "unsafe-markup",
    "too-large",
    "no-identity",
    "mapping",
    "bug",
]
