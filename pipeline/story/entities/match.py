"""Known names in a text: one Aho–Corasick pass over the folded text, then boundaries, case and particles."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Mapping

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.gazetteer.keys import is_arabic, is_ideograph
from pipeline.gazetteer.known import LISTED_WEIGHT, Built, Form, Known
from pipeline.story.entities.arabic import may_precede
from pipeline.story.entities.found import Found
from pipeline.story.entities.text import StoryText

_LONGEST_PREFIX = 3
_LAST_CASED = "\u058f"
"""From Hebrew on no script of the lists has capitals (Latin, Greek, Cyrillic and Armenian lie below)."""
_FIRST_IDEOGRAPH = "\u2e80"
_OPEN_PREFIXES = frozenset(("pro", "anti", "ex", "non", "nicht", "post", "vize"))


class Matcher:
    """Finds every known name. A pattern is a key with its word boundaries.

    Arabic patterns have no left one, because particles are written together with the name; ideographs have none,
    because nothing parts their words.
    """

    def __init__(self, built: Built, stop: Mapping[str, Container[str]]) -> None:
        """`stop`: language → keys that are ordinary words in it."""
        self._forms, self._kinds = built.forms, [known.kind for known in built.entities]
        self._doubted = [
            _is_doubted(key, forms, built.entities) for key, forms in zip(built.keys, built.forms, strict=True)
        ]
        self._simple = [_is_simple(forms) for forms in built.forms]
        self._stop = {
            language: {index for index, key in enumerate(built.keys) if key in words}
            for language, words in stop.items()
        }
        self._automaton = AhoCorasick([_pattern(key) for key in built.keys], matchkind=MatchKind.Standard)

    def matches(self, text: StoryText, language: str) -> list[Found]:
        """Names that may stand in a story of this language; overlapping ones too."""
        key, starts, span, stop = text.key, text.key_starts, text.folded.span, self._stop.get(language, ())
        all_forms, simple, doubted, kinds = self._forms, self._simple, self._doubted, self._kinds
        found = []
        for index, at, after in self._automaton.find_matches_as_indexes(key, overlapping=True):
            start, end, prefix = _bounds(key, at, after)
            if len(prefix) > _LONGEST_PREFIX:
                continue
            first = last = bisect_right(starts, start) - 1
            if " " in key[start:end]:
                last = bisect_right(starts, end - 1, first) - 1
            cased = key[start] <= _LAST_CASED
            if not simple[index]:
                forms = self._possible(index, text, language, first, last, prefix, key[start:end])
            elif _has_case(text, first, last, all_forms[index][0]) if cased else _may_stand(prefix, key[start:end]):
                forms = all_forms[index]
            else:
                continue
            if forms and (not cased or _stands_alone(text, first, last, language)):
                plain = not doubted[index] and index not in stop
                found.append(Found(first, last, *span(start, end), kinds[forms[0].entity], forms, "", plain))
        return found

    def _possible(  # noqa: PLR0913  # one call, for each raw match: an object to carry these costs more than the check
        self, index: int, text: StoryText, language: str, first: int, last: int, prefix: str, name: str
    ) -> list[Form]:
        """The meanings of a pattern that language, particles and capitals allow; the list's own where all are."""
        cased = name[0] <= _LAST_CASED
        return [
            form
            for form in self._forms[index]
            if (not form.languages or language in form.languages or language == "und")
            and (not (prefix or form.elided) or may_precede(prefix, name, form.elided))
            and (not cased or _has_case(text, first, last, form))
        ]


def _bounds(key: str, at: int, after: int) -> tuple[int, int, str]:
    """Where the name of a raw match begins and ends, and the letters before it in its word."""
    letter = key[at]
    if letter == " ":
        return at + 1, after - 1, ""
    if letter >= _FIRST_IDEOGRAPH and is_ideograph(letter):
        return at, after, ""
    return at, after - 1, "" if key[at - 1] == " " else key[key.rfind(" ", 0, at) + 1 : at]


def _may_stand(prefix: str, name: str) -> bool:
    return not prefix or may_precede(prefix, name, elided=False)


def _is_simple(forms: list[Form]) -> bool:
    """Whether a name has one meaning, in every language, with its article and not all in capitals."""
    form = forms[0]
    return len(forms) == 1 and not (form.languages or form.elided or form.capitals or form.lowercase)


def _is_doubted(key: str, forms: list[Form], entities: list[Known]) -> bool:
    """Whether a name needs a look at its company: several bearers, a guard, a part of a name, or a doubtful city.

    Doubtful is a city that only the library has: of those in Arabic script 42 % were words (سلطات, طراز, بورصة).
    """
    if len(forms) > 1 or forms[0].guarded or forms[0].short:
        return True
    bearer = entities[forms[0].entity]
    return bearer.kind == "place" and bearer.type == "city" and bearer.weight < LISTED_WEIGHT


def _pattern(key: str) -> str:
    if is_arabic(key[0]):
        return f"{key} "
    return key if is_ideograph(key[0]) else f" {key} "


def _has_case(text: StoryText, first: int, last: int, form: Form) -> bool:
    """Capitals where the list has them: at the first word, at the last (`La Paz`, not `La paz`), all in acronyms."""
    if form.capitals:
        return text.slice(first, last).isupper()
    if not (text.capital[first] or form.lowercase or text.keys[first][0].isdigit()):
        return False
    return not form.tail or text.capital[last] or text.hyphened(last)


def _stands_alone(text: StoryText, first: int, last: int, language: str) -> bool:
    """Not a part of another name with a hyphen (`Paris-Nice`, `Emilia-Romagna`).

    In a German compound with a hyphen the name stands by itself (`SPD-Politiker`, `US-Präsident`), and so it does after
    `pro-` and `ex-`, and before a word in lower case (`Paris-based`).
    """
    if text.hyphened(first) and first and text.keys[first - 1] not in _OPEN_PREFIXES:
        return False
    after = last + 1
    if language == "de" or after == len(text.keys) or not text.hyphened(after):
        return True
    return not text.capital[after]
