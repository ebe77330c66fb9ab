"""What an Arabic word does for a name it does behind particles too, and is marked there; by the same rule for both."""

from __future__ import annotations

from functools import cache

import pytest

from pipeline.gazetteer.build import load_gazetteer
from pipeline.story.entities.lexicon import GIVEN, SPORT, TITLE, ArabicLexicon
from pipeline.story.entities.match import first_words
from pipeline.story.entities.people_arabic import ArabicPeopleWords


@cache
def lexicon() -> ArabicLexicon:
    built = load_gazetteer()
    return ArabicLexicon(built.words, "ar", first_words(built)[1])


@pytest.mark.parametrize(
    ("word", "role", "has"),
    [
        ("وزير", TITLE, True),
        ("لوزير", TITLE, True),
        ("ولوزير", TITLE, True),
        ("الرييس", TITLE, True),
        ("للرييس", TITLE, True),  # ل + ال
        ("محمد", GIVEN, True),
        ("وبمحمد", GIVEN, True),
        ("مباراه", SPORT, True),
        ("ومباراه", SPORT, False),  # words of sport are counted bare
        ("تلوزير", TITLE, False),
        ("محمدا", GIVEN, False),
        ("للوزيرا", TITLE, False),
    ],
)
def test_a_word_has_its_role_behind_particles(word: str, role: int, has: bool) -> None:
    assert bool(lexicon().role(word) & role) == has


def test_every_form_that_is_marked_has_a_role() -> None:
    """A mark without a role is a look-up in vain; a role without a mark would never be asked for."""
    written = lexicon().written()
    assert len(written) > 10
    forms = [f"{before}{word}" for before, words in written.items() for word in words]
    assert [form for form in forms if not lexicon().role(form)] == []


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("محمد", "محمد"),
        ("ومحمد", "محمد"),
        ("ولمحمد", "محمد"),
        ("وسارينا", "سارينا"),  # not و + س + ارينا: the longest
        ("وزير", None),
        ("تمحمد", None),
    ],
)
def test_the_longest_given_name_in_a_word_counts(word: str, name: str | None) -> None:
    assert ArabicPeopleWords(lexicon()).given_in(word) == name
