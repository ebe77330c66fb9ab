"""Known names in a text: one Aho–Corasick pass over the folded text, then boundaries, case and particles."""

from __future__ import annotations

from bisect import bisect_right

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.gazetteer.keys import is_arabic, is_ideograph
from pipeline.gazetteer.known import Built, Form
from pipeline.story.entities.arabic import may_precede
from pipeline.story.entities.found import Found
from pipeline.story.entities.text import StoryText

_LONGEST_PREFIX = 3
_FIRST_UNCASED = "\u0590"
"""From Hebrew on no script of the lists has capitals (Latin, Greek and Cyrillic lie below)."""
_OPEN_PREFIXES = frozenset(("pro", "anti", "ex", "non", "nicht", "post", "vize"))


class Matcher:
    """Finds every known name. A pattern is a key with its word boundaries.

    Arabic patterns have no left one, because particles are written together with the name; ideographs have none,
    because nothing parts their words.
    """

    def __init__(self, built: Built) -> None:
        self._forms, self._kinds = built.forms, [known.kind for known in built.entities]
        self._automaton = AhoCorasick([_pattern(key) for key in built.keys], matchkind=MatchKind.Standard)

    def matches(self, text: StoryText, language: str) -> list[Found]:
        """Names that may stand in a story of this language; overlapping ones too."""
        key, starts, all_forms, kinds = text.key, text.key_starts, self._forms, self._kinds
        found = []
        for index, at, after in self._automaton.find_matches_as_indexes(key, overlapping=True):
            letter, prefix, start, end = key[at], "", at, after
            if letter == " ":
                start, end = at + 1, after - 1
            elif not is_ideograph(letter):
                end = after - 1
                if key[start - 1] != " ":
                    prefix = key[key.rfind(" ", 0, start) + 1 : start]
                    if len(prefix) > _LONGEST_PREFIX:
                        continue
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
            forms = [
                form
                for form in all_forms[index]
                if (not form.languages or language in form.languages or language == "und")
                and (not (prefix or form.elided) or may_precede(prefix, key[start:end], form.elided))
                and (letter >= _FIRST_UNCASED or _has_case(text, first, last, form))
            ]
            if forms and (letter >= _FIRST_UNCASED or _stands_alone(text, first, last, language)):
                found.append(Found(first, last, *text.folded.span(start, end), kinds[forms[0].entity], forms))
        return found


def _pattern(key: str) -> str:
    if is_arabic(key[0]):
        return f"{key} "
    return key if is_ideograph(key[0]) else f" {key} "


def _has_case(text: StoryText, first: int, last: int, form: Form) -> bool:
    """Capitals where the list has them: at the first word, at the last (`La Paz`, not `La paz`), all in acronyms."""
    if form.capitals:
        return text.text[text.starts[first] : text.ends[last]].isupper()
    if not (form.lowercase or text.capital[first] or text.keys[first][0].isdigit()):
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
