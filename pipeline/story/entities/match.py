"""Known names in a text: one Aho–Corasick pass over the folded text, then boundaries, case and particles."""

from __future__ import annotations

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.gazetteer.keys import FoldedText
from pipeline.gazetteer.known import Built, Form
from pipeline.story.entities.arabic import is_arabic, may_precede
from pipeline.story.entities.found import Found
from pipeline.story.model import TextField


class Matcher:
    """Finds every known name. Keys carry their word boundaries with them, except the left one of Arabic names."""

    def __init__(self, built: Built) -> None:
        self._forms = built.forms
        patterns = [f"{key} " if is_arabic(key[0]) else f" {key} " for key in built.keys]
        self._automaton = AhoCorasick(patterns, matchkind=MatchKind.Standard)

    def matches(self, folded: FoldedText, field: TextField, language: str) -> list[Found]:
        """Names that may stand there, by position; overlapping ones too."""
        key, found = folded.key, []
        for index, start, end in self._automaton.find_matches_as_indexes(key, overlapping=True):
            name_start = start + 1 if key[start] == " " else start
            prefix = ""
            if name_start == start:
                prefix = key[key.rfind(" ", 0, start) + 1 : start]
                if len(prefix) > 3:
                    continue
            forms = [
                form
                for form in self._forms[index]
                if (not form.languages or language in form.languages or language == "und")
                and (not (prefix or form.elided) or may_precede(prefix, key[start : end - 1], form.elided))
            ]
            if not forms:
                continue
            first, last = folded.span(name_start, end - 1)
            text = folded.text[first:last]
            forms = [form for form in forms if _has_case(text, form)]
            if forms and _stands_alone(folded.text, first, last, language):
                found.append(Found(field, first, last, text, name_start, end - 1, forms))
        return found


def _has_case(text: str, form: Form) -> bool:
    """Names of cased scripts begin with a capital where the list has one; acronyms (WHO, US) stand in capitals."""
    if form.capitals:
        return text.isupper()
    first = text[0]
    return form.lowercase or first.upper() == first or not first.isalpha()


def _stands_alone(text: str, start: int, end: int, language: str) -> bool:
    """Not a part of a word with a hyphen: German compounds (Ukraine-Krieg), and Aix-en-Provence elsewhere."""
    after = text[end : end + 2]
    if len(after) == 2 and after[0] == "-" and after[1].isalpha() and (language == "de" or after[1].isupper()):
        return False
    before = text[max(0, start - 2) : start]
    return not (len(before) == 2 and before[1] == "-" and before[0].isalpha())


def longest(found: list[Found]) -> list[Found]:
    """Of overlapping names the longest, and of equals the earliest; by position."""
    taken: list[Found] = []
    for one in sorted(found, key=lambda f: (f.key_start - f.key_end, f.key_start)):
        if all(one.key_end <= other.key_start or other.key_end <= one.key_start for other in taken):
            taken.append(one)
    return sorted(taken, key=lambda f: f.start)
