"""The fixes, in order, on one screen.

The order has reasons:

1. *Line ends and characters first*: every later rule reads letters and lines, and must read the right ones. Entities
   come before controls and spaces because `&nbsp;` and `&shy;` are such characters in disguise; presentation forms
   before tatweel, because a tatweel is told by the letters beside it; composition last, because it moves offsets least.
2. *Furniture before wraps*: a label, a dateline or a sign-off is told by standing alone on a line, and a joined
   paragraph no longer shows its lines.
3. *Wraps before quotation marks*: a quotation is judged within its paragraph.
4. *Torn sentences before guillemets*: the stray mark at a torn half's start is the closing one of the first half.
5. *Repeats last*: two paragraphs are the same only when both are clean.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from pipeline.story.clean import characters, guard, lines, quotes, repeats
from pipeline.story.clean.ledger import Edit, Ledger


class Rule(NamedTuple):
    """A fix: run only where `probe` finds something, each edit admitted only when `check` holds."""

    name: str
    probe: re.Pattern[str]
    find: Callable[[str], list[Edit]]
    check: guard.Check = guard.keeps_letters


CHARACTERS = (
    Rule("newlines", re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"), characters.newlines),
    Rule("entities", re.compile("&[#A-Za-z]"), characters.entities, guard.same_reference),
    Rule("cp1252-controls", re.compile("[\x80-\x9f]"), characters.cp1252_controls, guard.same_bytes),
    Rule("controls", re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]"), characters.controls),
    Rule(
        "invisibles",
        re.compile("[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"),
        characters.invisibles,
    ),
    Rule(
        "presentation-forms",
        re.compile("[\ufb00-\ufb06\ufb50-\ufefc]"),
        characters.presentation_forms,
        guard.same_characters,
    ),
    Rule("tatweel", re.compile("\u0640"), characters.tatweel),
    Rule("joiners", re.compile("[\u200c\u200d]"), characters.joiners),
    Rule("composed", re.compile("[^\x00-\u02ff]"), characters.composed, guard.same_characters),
    Rule("no-break-spaces", re.compile("[\xa0\u2000-\u200a\u202f\u205f\u3000]"), characters.no_break_spaces),
    Rule("line-ends", re.compile(r"[ \t](?:\n|\Z)"), lines.line_ends),
)
PARAGRAPHS = (
    Rule("blank-lines", re.compile(r"\A\s|\n\s*\n|\s\Z"), lines.blank_lines),
    Rule("hard-wraps", re.compile(r"(?<!\n)\n(?!\n)"), lines.hard_wraps),
    Rule("spaces", re.compile(r"[ \t]{2}|\t"), lines.spaces),
)
MARKED_PARAGRAPHS = (PARAGRAPHS[0], PARAGRAPHS[2])
SENTENCES = (
    Rule("torn-sentences", re.compile(r"\n\n"), quotes.torn_sentences),
    Rule("guillemets", re.compile("[«»]"), quotes.guillemets),
    Rule("repeats", re.compile(r"\n\n"), repeats.repeats, guard.is_repeat),
)
HEADLINE = (
    Rule("headline-lines", re.compile(r"\s*\n\s*|^\s+|\s+$"), lines.one_line),
    Rule("spaces", re.compile(r"[ \t]{2}|\t"), lines.spaces),
)


def run(rules: tuple[Rule, ...], ledger: Ledger, breaches: list[str]) -> None:
    """Run rules over a field. An edit that the guard doesn't admit is left out, and its rule's name noted."""
    for rule in rules:
        if rule.probe.search(ledger.text) is None:
            continue
        edits = rule.find(ledger.text)
        admitted = [edit for edit in edits if rule.check(ledger.text, edit)]
        if len(admitted) < len(edits):
            breaches.append(rule.name)
        if admitted:
            ledger.apply(rule.name, admitted)
