"""Places that no list has, told by a class word: `the town of Chancay`, `Bicol region`, بلدة المغير.

Before the name stands a class word (town, ville, localidad, بلدة) and perhaps a preposition; in English it may follow
(`Bicol region`) or be part of the name (`Lake Eyre`). Left alone: a class word with what is no name (قرية صغيرة,
`the state of emergency`): in Latin script the name needs a capital, in Arabic it must be no word of the lists.
"""

from __future__ import annotations

from pipeline.story.entities.arabic import with_particles
from pipeline.story.entities.found import Found, unknown
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.text import StoryText

_OF = frozenset(
    (
        "of",
        "de",
        "d",
        "du",
        "do",
        "da",
        "des",
        "dos",
        "das",
        "del",
        "von",
        "la",
        "el",
        "los",
        "las",
        "le",
        "les",
        "l",
        "san",
    )
)
_NAME_PARTICLES = frozenset(
    (
        "de",
        "del",
        "da",
        "do",
        "dos",
        "das",
        "la",
        "las",
        "los",
        "el",
        "en",
        "sur",
        "sous",
        "am",
        "an",
        "der",
        "le",
        "du",
        "des",
    )
)
_NOT_NAMES = frozenset(("unis", "unidos", "members", "islam", "membres", "miembros"))
_LONGEST = 4
_ARTICLE = "ال"


def introduced_places(text: StoryText, lexicon: Lexicon, owners: list[Found | None], spots: list[int]) -> list[Found]:
    """Places after, before or with a class word, in Latin script."""
    before, after, inside = lexicon.place("before"), lexicon.place("after"), lexicon.place("inside")
    found = []
    for index in spots:
        key, span = text.keys[index], None
        if key in before:
            span = _following(text, lexicon, owners, index) or _before_apposition(text, lexicon, owners, index)
        if span is None and key in after:
            span = _preceding(text, lexicon, owners, index)
        if span is None and key in inside and text.capital[index]:
            span = _with_class(text, lexicon, owners, index)
        if span is not None:
            found.append(unknown(text, *span, "place"))
    return found


def _following(text: StoryText, lexicon: Lexicon, owners: list[Found | None], index: int) -> tuple[int, int] | None:
    if text.capital[index] != (lexicon.language == "de"):
        return None
    step = index + 1
    while step < len(text.keys) and text.joined(step) and not text.capital[step] and text.keys[step] in _OF:
        step += 1
    if step - index > 3:
        return None
    return _run(text, lexicon, owners, step)


def _before_apposition(
    text: StoryText, lexicon: Lexicon, owners: list[Found | None], index: int
) -> tuple[int, int] | None:
    """`in Hitchin, a market town in …`: from the class word back over article and adjectives to the comma."""
    first = index
    while first > max(0, index - 4) and text.joined(first):
        first -= 1
    last = first - 1
    if last < 1 or text.between(first) != ", " or text.keys[first] not in lexicon.small("article"):
        return None
    begin = last
    while begin > max(0, last - 3) and text.spaced(begin) and text.capital[begin - 1]:
        begin -= 1
    if not text.capital[last] or not text.joined(begin) or text.keys[begin - 1] not in lexicon.locative:
        return None
    return _run(text, lexicon, owners, begin)


def _run(text: StoryText, lexicon: Lexicon, owners: list[Found | None], first: int) -> tuple[int, int] | None:
    """The name that begins at a word: capitalised words with particles between them."""
    last, step = first - 1, first
    while step < min(len(text.keys), first + _LONGEST) and text.joined(step):
        key = text.keys[step]
        if text.capital[step]:
            if owners[step] is not None or _is_no_place(key, lexicon):
                break
            last = step
        elif not (key in _NAME_PARTICLES and last >= first and step + 1 < len(text.keys) and text.capital[step + 1]):
            break
        step += 1
    return (first, last) if last >= first else None


def _is_no_place(key: str, lexicon: Lexicon) -> bool:
    edge = key in lexicon.edges or key in lexicon.demonyms or key in lexicon.title_ends or key in _NOT_NAMES
    return edge or any(key in lexicon.organisation(kind) for kind in ("left", "right"))


def _preceding(text: StoryText, lexicon: Lexicon, owners: list[Found | None], index: int) -> tuple[int, int] | None:
    """`Bicol region`: the capitalised words before, without the class word where it has no capital."""
    first = index
    while first > 0 and first > index - 3 and text.joined(first) and text.capital[first - 1]:
        if owners[first - 1] is not None or _is_no_place(text.keys[first - 1], lexicon):
            break
        first -= 1
    if first == index or text.begins_sentence(first):
        return None
    return first, index if text.capital[index] else index - 1


def _with_class(text: StoryText, lexicon: Lexicon, owners: list[Found | None], index: int) -> tuple[int, int] | None:
    after = index + 1
    if after >= len(text.keys) or not text.spaced(after) or not text.capital[after] or owners[after] is not None:
        return None
    return None if _is_no_place(text.keys[after], lexicon) else (index, after)


class ArabicPlaceWords:
    """Class words as they stand in a text, with particles: made once for all stories."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.before = frozenset(with_particles(lexicon.place("before")))
        self.compound, self.generic = lexicon.place("compound"), lexicon.place("generic")


def introduced_places_arabic(
    text: StoryText, lexicon: Lexicon, owners: list[Found | None], spots: list[int], words: ArabicPlaceWords
) -> list[Found]:
    """Places after a class word, in Arabic."""
    found = []
    for index in spots:
        first = index + 1
        if (
            first >= len(text.keys)
            or not text.spaced(first)
            or not _is_arabic_name(text, lexicon, owners, words, first)
        ):
            continue
        last = first
        if text.keys[first] in words.compound:
            last = first + 1
            if last >= len(text.keys) or not text.spaced(last) or text.keys[last] in lexicon.edges:
                continue
        found.append(unknown(text, first, last, "place"))
    return found


def _is_arabic_name(
    text: StoryText, lexicon: Lexicon, owners: list[Found | None], words: ArabicPlaceWords, index: int
) -> bool:
    key = text.keys[index]
    if (
        owners[index] is not None
        or len(key) < 3
        or key in words.generic
        or key in lexicon.edges
        or key in lexicon.titles
    ):
        return False
    if key in lexicon.demonyms or key in lexicon.nouns or key in words.before:
        return False
    adjective = key.endswith(("يه", "ي")) if key.startswith(_ARTICLE) else key.endswith("ه")
    return not adjective and not key.startswith(("لل", "وال", "بال"))
