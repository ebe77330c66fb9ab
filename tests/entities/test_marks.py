"""The marks of a story's words: every listed word is marked wherever it stands, hardly any other is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.story.entities.marks import WordMarks
from pipeline.story.entities.text import StoryText

MARKS = WordMarks(
    {"en": {"": ["minister", "of", "a"]}, "ar": {"": ["وزير"], "ول": ["وزير"], "لل": ["وزير"]}}, ["paris", "münchen"]
)


def marked(text: str, language: str = "en") -> list[str]:
    story = StoryText("", text)
    return [story.keys[index] for index in MARKS.words(story, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The minister of a town", "en", ["minister", "of", "a"]),
        ("minister", "en", ["minister"]),
        ("Paris and paris", "en", ["paris"]),
        ("قال وزير الصحة", "ar", ["وزير"]),
        ("قال وزير الصحة", "en", []),
        ("وقال لوزير ولوزير للوزير", "ar", ["ولوزير", "للوزير"]),
        ("The minister of a town", "ar", []),
        ("ministers often as am", "en", []),
        ("", "en", []),
        ("...", "en", []),
    ],
)
def test_words_are_marked_by_language_and_capital(text: str, language: str, expected: list[str]) -> None:
    assert marked(text, language) == expected


@given(before=st.text(max_size=40), after=st.text(max_size=40))
def test_a_listed_word_is_marked_wherever_it_stands(before: str, after: str) -> None:
    assert "minister" in marked(f"{before} minister {after}")


def test_a_listed_word_is_marked_behind_more_letters_than_powers_are_kept_for() -> None:
    assert marked("xyz " * 20_000 + "minister") == ["minister"]


def test_few_words_that_are_in_no_list_are_marked_where_the_lists_are_as_long_as_the_gazetteer_s() -> None:
    marks = WordMarks({"en": {"": (f"known{n}" for n in range(100_000))}}, ())
    others = " ".join(f"other{n}" for n in range(10_000))
    assert len(marks.words(StoryText("", others), "en")) < 1_000
