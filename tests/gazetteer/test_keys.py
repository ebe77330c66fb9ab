"""Keys fold spellings of one name together, and lead back to the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.gazetteer.keys import FoldedText, key_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أمريكا", "امريكا"),
        ("عُمان", "عمان"),
        ("القاهـــرة", "القاهره"),
        ("Côte d'Ivoire", "Cote d\N{RIGHT SINGLE QUOTATION MARK}Ivoire"),
        ("São Paulo", "SAO PAULO"),
        ("Guinea-Bissau", "Guinea Bissau"),
        ("Łódź", "Lodz"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(("one", "other"), [("قطر", "قطار"), ("Niger", "Nigeria"), ("Iran", "Iraq"), ("جونج", "جونغ")])
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@given(st.text())
def test_every_word_of_the_key_leads_back_to_text_with_that_key(text: str) -> None:
    folded = FoldedText(text)
    position = 0
    for word in folded.key.split(" "):
        if word:
            start, end = folded.span(position, position + len(word))
            assert key_of(text[start:end]).split() == [word]
        position += len(word) + 1


def test_a_mark_on_the_last_letter_belongs_to_the_span() -> None:
    folded = FoldedText("من صنعاءَ إلى عدن")
    at = folded.key.index("صنعا")
    assert folded.text[slice(*folded.span(at, at + 4))] == "صنعاءَ"
