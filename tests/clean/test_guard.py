"""The guard: a rule that would lose or invent a letter is not applied, the story says so, and the text is as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.story.clean import clean, fixes, guard
from pipeline.story.clean.fixes import Rule, run
from pipeline.story.clean.ledger import Edit, Ledger
from pipeline.story.model import Fix
from tests.clean.stories import marked

TEXT = "The storm passed.\n\nNobody was hurt on Monday."


@pytest.mark.parametrize(
    "edit",
    [
        Edit(4, 9),
        Edit(4, 9, "strom"),
        Edit(0, 0, "x"),
        Edit(0, len(TEXT)),
        Edit(4, 9, "STORM"),
        Edit(4, 9, "", "byline"),
    ],
    ids=[
        "a word deleted",
        "letters swapped",
        "a letter invented",
        "all deleted",
        "case changed",
        "moved without leave",
    ],
)
def test_an_edit_that_changes_letters_is_not_made_and_its_rule_is_noted(edit: Edit) -> None:
    done: list[Fix] = []
    breaches: list[str] = []
    ledger = Ledger("body_text", TEXT, done)
    run((Rule("bad", lambda _: [edit]),), ledger, breaches)
    assert (ledger.text, done, breaches) == (TEXT, [], ["bad"])


def test_the_good_edits_of_a_rule_are_made_and_only_the_bad_one_is_left_out() -> None:
    done: list[Fix] = []
    breaches: list[str] = []
    ledger = Ledger("body_text", "a  b  c", done)
    run((Rule("mixed", lambda _: [Edit(1, 3, " "), Edit(3, 4), Edit(4, 6, " ")]),), ledger, breaches)
    assert (ledger.text, len(done), breaches) == ("a b c", 2, ["mixed"])


@pytest.mark.parametrize("group", ["CHARACTERS", "MARKED_PARAGRAPHS", "SENTENCES"])
def test_a_story_whose_rule_breaks_the_law_keeps_its_letters_and_is_flagged(
    group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = Rule("bad", lambda text: [Edit(0, 5)] if len(text) > 5 else [])
    monkeypatch.setattr(fixes, group, (*getattr(fixes, group), bad))
    cleaned = clean(marked("A headline", TEXT))
    assert cleaned.body_text == TEXT
    assert cleaned.quality == ["guard-breach"]
    assert [s.evidence for s in cleaned.suspects if s.rule == "guard-breach"] == [
        "the repair bad would have changed letters or digits and was not made"
    ]
    assert not [fix for fix in cleaned.fixes if fix.rule == "bad"]


def test_a_story_of_sound_rules_has_no_breach() -> None:
    assert clean(marked("A headline", TEXT)).quality == []


@pytest.mark.parametrize(
    ("check", "text", "edit", "holds"),
    [
        (guard.keeps_letters, "«a»", Edit(0, 1, '"'), True),
        (guard.keeps_letters, "سـلام", Edit(1, 2), True),
        (guard.keeps_letters, "a1", Edit(1, 2), False),
        (guard.same_characters, "ﻻ", Edit(0, 1, "لا"), True),
        (guard.same_characters, "é", Edit(0, 1, "e"), False),
        (guard.same_reference, "&amp;eacute;", Edit(0, 12, "é"), True),
        (guard.same_reference, "&eacute;", Edit(0, 8, "è"), False),
        (guard.same_bytes, "\x93", Edit(0, 1, "“"), True),
        (guard.same_bytes, "\x93", Edit(0, 1, "”"), False),
        (guard.is_repeat, "one two\n\none two", Edit(7, 16), True),
        (guard.is_repeat, "one two\n\none six", Edit(7, 16), False),
        (guard.is_repeat, "one two\n\none two", Edit(7, 16, "x"), False),
        (guard.moves, "hd/ph", Edit(0, 5, "", "signoff"), True),
        (guard.moves, "hd/ph", Edit(0, 5), False),
    ],
)
def test_a_check_admits_what_it_is_for_and_nothing_else(
    check: Callable[[str, Edit], bool], text: str, edit: Edit, holds: bool
) -> None:
    assert check(text, edit) is holds
