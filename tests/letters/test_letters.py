"""Dead letters: which are open, what goes back together, what an operator is told."""

from __future__ import annotations

from typing import NamedTuple, get_args

import pytest

from pipeline.letters.advice import ADVICE, advice_for
from pipeline.letters.chosen import Chosen
from pipeline.letters.head import head_lines
from pipeline.letters.letter import Closing, Fate, Letter, closing_pairs, read
from pipeline.letters.reading import Letters, by_reason
from pipeline.letters.retry import plan
from pipeline.story.headers import Origin, rejected_to_pairs
from pipeline.story.model import Reason, Rejected


class Record(NamedTuple):
    """What kafka-python gives of a record, as far as it is looked at."""

    headers: list[tuple[str, bytes]] | None
    topic: str = "wire.rejected"
    partition: int = 0
    offset: int = 5
    timestamp: int = 1_700_000_000_000
    value: bytes | None = b"text"


def letter(offset: int, origin: int = 0, attempt: int = 0, reason: str = "bug", feed: str = "afp-ar") -> Letter:
    return Letter(
        place=Origin("wire.rejected", 0, offset),
        written=1_700_000_000_000 + offset,
        reason=reason,
        stage="clean",
        detail="",
        feed=feed,
        uri="urn:x",
        part=None,
        origin=Origin("wire.raw", 0, origin),
        attempt=attempt,
        size=4,
    )


def test_what_an_agent_writes_is_read_as_a_letter() -> None:
    rejected = Rejected(reason="no-text", stage="parse", detail="leer – وكالة", feed="afp-ar", uri="urn:x", part=2)
    found = read(Record(rejected_to_pairs(rejected, Origin("wire.raw", 3, 9), [("attempt", b"1"), ("feed", b"z")])))
    assert isinstance(found, Letter)
    assert (found.reason, found.detail, found.feed, found.part) == ("no-text", "leer – وكالة", "afp-ar", 2)
    assert (found.origin, found.attempt, found.name) == (Origin("wire.raw", 3, 9), 1, "0/5")


@pytest.mark.parametrize("headers", [None, [], [("origin", b"x"), ("attempt", b"-1"), ("part", b"\xff")]])
def test_a_record_of_a_foreign_hand_is_a_letter_too(headers: list[tuple[str, bytes]] | None) -> None:
    found = read(Record(headers, value=None))
    assert isinstance(found, Letter)
    assert (found.reason, found.origin, found.attempt, found.size) == ("unknown", None, 0, 0)


@pytest.mark.parametrize("fate", get_args(Fate))
def test_what_closes_a_letter_is_no_letter(fate: Fate) -> None:
    closing = Closing(closes=Origin("wire.rejected", 1, 2), fate=fate)
    assert read(Record(closing_pairs(closing), value=None)) == closing


def test_closed_letters_are_not_open_and_parked_ones_are_told_apart() -> None:
    letters = [letter(n) for n in range(4)]
    closings = {
        letters[0].place: Closing(closes=letters[0].place, fate="retried"),
        letters[1].place: Closing(closes=letters[1].place, fate="parked"),
    }
    found = Letters(all=letters, closings=closings)
    assert found.open == letters[2:]
    assert found.parked == [letters[1]]
    assert [found.state(one) for one in letters] == ["retried", "parked", "open", "open"]


def test_filters_must_all_agree() -> None:
    letters = [letter(0), letter(1, reason="mapping"), letter(2, feed="dpa"), letter(3, reason="mapping", feed="dpa")]
    assert Chosen().of(letters) == letters
    assert Chosen(reasons=["mapping"], feeds=["dpa"]).of(letters) == [letters[3]]
    assert Chosen(names=["0/1", "0/2"]).of(letters) == letters[1:3]
    assert Chosen(since=letters[1].written, until=letters[3].written).of(letters) == letters[1:3]
    assert Chosen(stages=["index"]).of(letters) == []
    assert by_reason(letters) == {"bug": 2, "mapping": 2}


def test_a_transmission_that_left_several_letters_is_sent_once_with_all_of_them() -> None:
    letters = [letter(0, origin=7), letter(1, origin=8), letter(2, origin=7, reason="no-text")]
    planned = plan([letters[2]], letters, most_attempts=3)
    assert planned.send == [[letters[0], letters[2]]]
    assert planned.park == []


def test_what_was_sent_back_often_enough_is_parked() -> None:
    letters = [letter(n, origin=n, attempt=n) for n in range(5)]
    planned = plan(letters, letters, most_attempts=3)
    assert planned.send == [[letters[0]], [letters[1]], [letters[2]]]
    assert planned.park == [[letters[3]], [letters[4]]]


def test_every_reason_has_its_advice_and_an_unknown_one_is_no_error() -> None:
    assert set(ADVICE) == set(get_args(Reason))
    assert "no such reason" in advice_for("nonsense")


@pytest.mark.parametrize(
    ("value", "first"),
    [
        (b"Ministers meet\nagain", "Ministers meet"),
        ("موسكو تعلن".encode("cp1256"), "موسكو تعلن"),
        (b"\x00\x01\x02\xff" * 40, "00000000  00 01 02 ff 00 01 02 ff 00 01 02 ff 00 01 02 ff  |................|"),
        (b"%PDF-1.7\x00\x00\xe2\xe3", "00000000  25 50 44 46 2d 31 2e 37 00 00 e2 e3              |%PDF-1.7....|"),
        (b"one \x1b[31mred", "one \N{REPLACEMENT CHARACTER}[31mred"),
    ],
)
def test_an_original_is_shown_as_text_or_in_hexadecimal(value: bytes, first: str) -> None:
    assert head_lines(value, 3)[0] == first


def test_nothing_is_shown_of_nothing() -> None:
    assert head_lines(b"", 5) == []
