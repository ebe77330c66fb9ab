"""The fixes, in order, on one screen.

The order has reasons:

1. *Characters first*: every later rule reads letters and lines, and must read the right ones. Mojibake comes before
   line ends, because a byte of a letter may look like a control, and runs twice, because text is spoilt twice. Entities
   come before controls and spaces because `&nbsp;` and `&shy;` are such characters in disguise; presentation forms
   before tatweel, because a tatweel is told by the letters beside it; composition once every letter is there.
2. *Furniture before wraps*: a label, a dateline or a sign-off is told by standing alone on a line, and a joined
   paragraph no longer shows its lines.
3. *Wraps before quotation marks*: a quotation is judged within its paragraph.
4. *Torn sentences before quotation marks*: the stray mark at a torn half's start is the closing one of the first half.
5. *Repeats last*: two paragraphs are the same only when both are clean.

A fix is run only where a cheap probe says that it may act: a character of a set, a short string, a pattern that begins
with a character of a set.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.story.clean import characters, guard, lines, mojibake, quotes, repeats, sentences
from pipeline.story.clean.ledger import Edit, Ledger

Probe = Callable[[str], object]
"""Whether a fix may act on a text: true or false in the sense of `bool`."""


class Rule(NamedTuple):
    """A fix: run only where the text has one of `signs` (none: any text) and `probe` holds.

    Each of its edits is admitted only when `check` holds.
    """

    name: str
    find: Callable[[str], list[Edit]]
    signs: frozenset[str] = frozenset()
    probe: Probe = bool
    check: guard.Check = guard.keeps_letters


def contains(string: str) -> Probe:
    """Probe: the text has the string."""
    return lambda text: string in text


def signs(pattern: str) -> frozenset[str]:
    """The characters of a character class: `a-z` is a range.

    >>> sorted(signs("a-c-"))
    ['-', 'a', 'b', 'c']
    """
    found: set[str] = set()
    while pattern:
        first, dash, last = pattern[0], pattern[1:2], pattern[2:3]
        ranges = dash == "-" and last
        found.update(map(chr, range(ord(first), ord(last if ranges else first) + 1)))
        pattern = pattern[3 if ranges else 1 :]
    return frozenset(found)


_CP1256_AS_CP1252 = Rule(
    "cp1256-as-cp1252",
    mojibake.cp1256_as_cp1252,
    signs("ÇÈÓáãäíåæ"),
    mojibake.ACCENTS.search,
    mojibake.same_bytes,
)
_CP1252 = Rule(
    "utf8-as-cp1252",
    mojibake.utf8_as_cp1252,
    signs("ÂÃÄÅÎÏÐÑ×ØÙÚÛàáâãåëìíïð"),
    mojibake.CP1252_PAIR.search,
    mojibake.same_bytes,
)
_CP1256 = Rule(
    "utf8-as-cp1256",
    mojibake.utf8_as_cp1256,
    signs("€‚ƒ„†‡ˆ‰ٹ‹Œھ•™œ¢£¤¥¦§¨©¬\N{SOFT HYPHEN}®¯°±²³´µ¶·¸¹¼½¾"),
    mojibake.CP1256_PAIR.search,
    mojibake.same_bytes,
)
CHARACTERS = (
    _CP1256_AS_CP1252,
    _CP1252,
    _CP1256,
    _CP1252,
    _CP1256,
    Rule("other-charsets", mojibake.other_charsets, signs("√├┬╨╤РСĂĹ"), check=mojibake.same_bytes),
    Rule("newlines", characters.newlines, signs("\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029")),
    Rule("entities", characters.entities, signs("&"), check=guard.same_reference),
    Rule("cp1252-controls", characters.cp1252_controls, signs("\x80-\x9f"), check=guard.same_bytes),
    Rule("controls", characters.controls, signs("\x00-\x08\x0e-\x1b\x1f\x7f-\x9f")),
    Rule(
        "invisibles",
        characters.invisibles,
        signs("\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"),
    ),
    Rule(
        "presentation-forms",
        characters.presentation_forms,
        signs("\ufb00-\ufb06\ufb50-\ufefc"),
        check=guard.same_characters,
    ),
    Rule("tatweel", characters.tatweel, signs("\u0640")),
    Rule("joiners", characters.joiners, signs("\u200c\u200d")),
    Rule("composed", characters.composed, probe=characters.is_decomposed, check=guard.same_characters),
    Rule("no-break-spaces", characters.no_break_spaces, signs("\xa0\u1680\u2000-\u200a\u202f\u205f\u3000")),
    Rule("line-ends", lines.line_ends, probe=lines.ends_in_space),
)
_BLANK_LINES = Rule("blank-lines", lines.blank_lines)
_SPACES = Rule("spaces", lines.spaces, probe=lines.has_wide_spaces)
MARKED_PARAGRAPHS = (_BLANK_LINES, _SPACES)
PARAGRAPHS = (_BLANK_LINES, Rule("hard-wraps", lines.hard_wraps, probe=contains("\n")), _SPACES)
SENTENCES = (
    Rule("torn-sentences", sentences.torn_sentences, probe=sentences.MAY_BE_TORN.search),
    Rule("reversed-guillemets", quotes.reversed_guillemets, probe=contains("»")),
    Rule("mixed-pairs", quotes.mixed_pairs, probe=quotes.has_odd_marks),
    Rule("unclosed-quotations", quotes.unclosed_quotations, probe=quotes.has_odd_marks),
    Rule("repeats", repeats.repeats, probe=contains("\n\n"), check=guard.is_repeat),
)
HEADLINE = (Rule("headline-lines", lines.one_line, probe=lines.is_no_single_line), _SPACES)


def _class(characters: Iterable[str]) -> str:
    """A character class for regular expressions."""
    return f"[{re.escape(''.join(sorted(characters)))}]"


_ACCENTS = _CP1252.signs | _CP1256_AS_CP1252.signs
_OTHER_SIGNS = frozenset().union(*(rule.signs for rule in CHARACTERS if rule not in (_CP1252, _CP1256_AS_CP1252)))
_SIGNS = re.compile(
    _class(_ACCENTS | _OTHER_SIGNS)
    + f"(?:(?<!{_class(_ACCENTS - _OTHER_SIGNS)})|(?={mojibake.HIGH})|(?<={mojibake.HIGH}.))"
)
"""Any sign of any rule: one look at the text, which most stories pass with nothing found.

An accented letter is a sign only beside another character that a misread byte may show as: alone, it is an accent.
"""


def meanings() -> dict[str, str]:
    """Name of each rule that can stand in `fixes` → what it does, in the first sentence of its own docstring.

    >>> meanings()["tatweel"]
    'Tatweel between two letters: stretching for show.'
    """
    rules = (*CHARACTERS, *PARAGRAPHS, *SENTENCES, *HEADLINE)
    return {rule.name: (rule.find.__doc__ or "").split("\n")[0] for rule in rules} | {
        "furniture": "A line that is no body text, moved to its field.",
        "label": "A label before the headline, moved to its field.",
        "kicker": "A short known place or topic before the headline's colon, moved to its field.",
        "derived-headline": "The first sentence stands in for a headline that the story lacks.",
    }


def run(rules: tuple[Rule, ...], ledger: Ledger, breaches: list[str]) -> None:
    """Run rules over a field. An edit that the guard doesn't admit is left out, and its rule's name noted."""
    present: frozenset[str] | None = None
    idle: set[str] = set()  # names of rules that do nothing to the text as it stands: some stand twice in the order
    for name, find, wanted, probe, check in rules:
        text = ledger.text
        if wanted:
            if present is None:
                present = frozenset(_SIGNS.findall(text))
            if not present or present.isdisjoint(wanted):
                continue
        if name in idle or not probe(text):
            idle.add(name)
            continue
        edits = find(text)
        admitted = [edit for edit in edits if check(text, edit)]
        if len(admitted) < len(edits):
            breaches.append(name)
        if admitted:
            ledger.apply(name, admitted)
            present = None
            idle.clear()
