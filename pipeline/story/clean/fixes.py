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

A fix is run only where a cheap probe says that it may act: a character of a set, or a short string.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline.story.clean import characters, guard, lines, mojibake, quotes, repeats, sentences
from pipeline.story.clean.ledger import Edit, Ledger

Probe = Callable[[str, frozenset[str]], bool]


class Rule(NamedTuple):
    """A fix: run only where `probe` (text, its characters) says so; each edit is admitted only when `check` holds."""

    name: str
    probe: Probe
    find: Callable[[str], list[Edit]]
    check: guard.Check = guard.keeps_letters


def has(pattern: str) -> Probe:
    """Probe: the text has one of the characters; `a-z` is a range, in the manner of a character class."""
    wanted = frozenset(_expanded(pattern))
    return lambda _, present: not wanted.isdisjoint(present)


def contains(*strings: str) -> Probe:
    """Probe: the text has one of the strings."""
    return lambda text, _: any(s in text for s in strings)


def _expanded(pattern: str) -> str:
    expanded, n = "", 0
    while n < len(pattern):
        if pattern[n + 1 : n + 2] == "-" and n + 2 < len(pattern):
            expanded += "".join(map(chr, range(ord(pattern[n]), ord(pattern[n + 2]) + 1)))
            n += 3
        else:
            expanded += pattern[n]
            n += 1
    return expanded


_CP1252 = Rule("utf8-as-cp1252", has("ÂÃÄÅÎÏÐÑ×ØÙÚÛàáâãåëìíïð"), mojibake.utf8_as_cp1252, mojibake.same_bytes)
_CP1256 = Rule(
    "utf8-as-cp1256",
    has("€‚ƒ„†‡ˆ‰ٹ‹Œھ•™œ¢£¤¥¦§¨©¬\N{SOFT HYPHEN}®¯°±²³´µ¶·¸¹¼½¾"),
    mojibake.utf8_as_cp1256,
    mojibake.same_bytes,
)
CHARACTERS = (
    Rule("cp1256-as-cp1252", has("ÇÈÓáãäíåæ"), mojibake.cp1256_as_cp1252, mojibake.same_bytes),
    _CP1252,
    _CP1256,
    _CP1252,
    _CP1256,
    Rule("other-charsets", has("√├┬╨╤РСĂĹ"), mojibake.other_charsets, mojibake.same_bytes),
    Rule("newlines", has("\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"), characters.newlines),
    Rule("entities", has("&"), characters.entities, guard.same_reference),
    Rule("cp1252-controls", has("\x80-\x9f"), characters.cp1252_controls, guard.same_bytes),
    Rule("controls", has("\x00-\x08\x0e-\x1b\x1f\x7f-\x9f"), characters.controls),
    Rule(
        "invisibles", has("\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"), characters.invisibles
    ),
    Rule(
        "presentation-forms",
        has("\ufb00-\ufb06\ufb50-\ufefc"),
        characters.presentation_forms,
        guard.same_characters,
    ),
    Rule("tatweel", has("\u0640"), characters.tatweel),
    Rule("joiners", has("\u200c\u200d"), characters.joiners),
    Rule("composed", lambda text, _: not text.isascii(), characters.composed, guard.same_characters),
    Rule("no-break-spaces", has("\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"), characters.no_break_spaces),
    Rule("line-ends", contains(" \n", "\t\n"), lines.line_ends),
)
MARKED_PARAGRAPHS = (
    Rule("blank-lines", lambda *_: True, lines.blank_lines),
    Rule("spaces", contains("  ", "\t"), lines.spaces),
)
PARAGRAPHS = (MARKED_PARAGRAPHS[0], Rule("hard-wraps", has("\n"), lines.hard_wraps), MARKED_PARAGRAPHS[1])
SENTENCES = (
    Rule("torn-sentences", contains("\n\n"), sentences.torn_sentences),
    Rule("reversed-guillemets", has("»"), quotes.reversed_guillemets),
    Rule("mixed-pairs", has('«»“”"'), quotes.mixed_pairs),
    Rule("unclosed-quotations", has('«“„"'), quotes.unclosed_quotations),
    Rule("repeats", contains("\n\n"), repeats.repeats, guard.is_repeat),
)
HEADLINE = (
    Rule("headline-lines", lambda text, _: "\n" in text or text.strip() != text, lines.one_line),
    MARKED_PARAGRAPHS[1],
)


def meanings() -> dict[str, str]:
    """Name of each rule that can stand in `fixes` → what it does, in the first sentence of its own docstring.

    >>> meanings()["tatweel"]
    'Tatweel between two letters: stretching for show.'
    """
    rules = (*CHARACTERS, *MARKED_PARAGRAPHS, *PARAGRAPHS, *SENTENCES, *HEADLINE)
    return {rule.name: (rule.find.__doc__ or "").split("\n")[0] for rule in rules} | {
        "furniture": "A line that is no body text, moved to its field.",
        "label": "A label before the headline, moved to its field.",
        "kicker": "A short known place or topic before the headline's colon, moved to its field.",
        "derived-headline": "The first sentence stands in for a headline that the story lacks.",
    }


def run(rules: tuple[Rule, ...], ledger: Ledger, breaches: list[str]) -> None:
    """Run rules over a field. An edit that the guard doesn't admit is left out, and its rule's name noted."""
    present = frozenset(ledger.text)
    for rule in rules:
        if not rule.probe(ledger.text, present):
            continue
        text = ledger.text
        edits = rule.find(text)
        admitted = [edit for edit in edits if rule.check(text, edit)]
        if len(admitted) < len(edits):
            breaches.append(rule.name)
        if admitted:
            ledger.apply(rule.name, admitted)
            present = frozenset(ledger.text)
