"""What a person types is read as meant, or refused with a sentence that helps."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.search.known_names import load_known_names
from pipeline.search.query import build_query
from pipeline.search.syntax import (
    MOST_PARTS,
    And,
    Everything,
    InField,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    QueryError,
    Word,
    parse_query,
)

READ: list[tuple[str, Node]] = [
    ("oil", Word("oil")),
    ("oil price", And((Word("oil"), Word("price")))),
    ("oil AND price", And((Word("oil"), Word("price")))),
    ("oil OR gas price", Or((Word("oil"), And((Word("gas"), Word("price")))))),
    ("(oil OR gas) price", And((Or((Word("oil"), Word("gas"))), Word("price")))),
    ("-oil", Not(Word("oil"))),
    ("price NOT (oil gas)", And((Word("price"), Not(And((Word("oil"), Word("gas"))))))),
    ('"has died"', Phrase("has died")),
    ("« a déclaré »", Phrase("a déclaré")),
    ("“has died”", Phrase("has died")),
    ("„ist tot“", Phrase("ist tot")),
    ("»ist tot«", Phrase("ist tot")),
    ("negoti*", Prefix("negoti")),
    ("موسك*", Prefix("موسك")),
    ("place:Paris", InField("place", "Paris")),
    ('Person:"Vladimir Putin"', InField("person", "Vladimir Putin")),
    ("uri:urn:wire:a:b", InField("uri", "urn:wire:a:b")),
    ("urgency:1..2", InField("urgency", "1..2")),
    ("*", Everything()),
    ("", Everything()),
    ("  ", Everything()),
]
LOOKS_LIKE_SYNTAX: list[tuple[str, Node]] = [
    ("oil or gas", And((Word("oil"), Word("or"), Word("gas")))),
    ("porte-parole", Word("porte-parole")),
    ("talks - oil", And((Word("talks"), Word("oil")))),
    ("talks – oil", And((Word("talks"), Word("oil")))),
    ("10:30", Word("10:30")),
    ("http://example.org", Word("http://example.org")),
    ("أمريكا: كيم", And((Word("أمريكا:"), Word("كيم")))),
    ('Minister: "no"', And((Word("Minister:"), Phrase("no")))),
    ("why?", Word("why?")),
    ("l\N{RIGHT SINGLE QUOTATION MARK}Élysée", Word("l'Élysée")),
    ("E\N{COMBINING ACUTE ACCENT}lysée", Word("Élysée")),
]
REFUSED = [
    ('"has died', "not closed"),
    ('""', "nothing between the quotation marks"),
    ("(oil", r"a \( is not closed"),
    ("oil)", r"a \) without"),
    ("()", "something is missing"),
    ("OR oil", "something is missing"),
    ("oil OR", "something is missing"),
    ("oil AND", "AND stands between"),
    ("oil NOT", "nothing follows NOT"),
    ("n*", "2 letters"),
    ("m*scow", "only at the end"),
    ("*scow", "only at the end"),
    ("colour:red", 'no field "colour"'),
    ("place:*", "nothing follows place"),
    ("x " * (MOST_PARTS + 1), f"more than {MOST_PARTS}"),
    ("(" * 30 + "x" + ")" * 30, "nested"),
]


@pytest.mark.parametrize(("typed", "tree"), [*READ, *LOOKS_LIKE_SYNTAX])
def test_a_query_is_read_as_meant(typed: str, tree: Node) -> None:
    assert parse_query(typed) == tree


@pytest.mark.parametrize(("typed", "said"), REFUSED)
def test_a_query_that_can_not_be_read_is_refused_with_the_reason(typed: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        parse_query(typed)


@pytest.mark.parametrize("typed", ["country:Xanaduland", "urgency:high", "urgency:1..x"])
def test_a_value_that_a_field_can_not_have_is_refused(typed: str) -> None:
    with pytest.raises(QueryError, match="takes a"):
        build_query(parse_query(typed), load_known_names())


@given(st.text(alphabet='ab"()-*:«»“”OR AND NOT\n لب', max_size=40))
def test_any_text_is_read_or_refused(typed: str) -> None:
    with contextlib.suppress(QueryError):
        build_query(parse_query(typed), None)


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("Putin", ["wd:Q7747"]),
        ("بوتين", ["wd:Q7747"]),
        ("Путин", ["wd:Q7747"]),
        ("Poutine à Moscou", ["wd:Q7747", "wd:Q649"]),
        ("لموسكو", ["wd:Q649"]),
        ("محادثات بيونغ يانغ", ["wd:Q18808"]),
        ("Nice", ["geonames:2990440"]),
    ],
)
def test_names_in_a_query_are_known_in_every_script(typed: str, ids: list[str]) -> None:
    assert [named.id for named in build_query(parse_query(typed), load_known_names()).named] == ids


@pytest.mark.parametrize("typed", ["nice weather", "who did it", "reading list", "كان الوزير", '"Putin"', "بطاطس"])
def test_a_word_that_is_a_name_elsewhere_is_left_a_word(typed: str) -> None:
    assert build_query(parse_query(typed), load_known_names()).named == []


def test_without_names_a_query_is_letters() -> None:
    assert build_query(parse_query("Putin"), None).named == []
