"""Gaps in a feed's numbers: what is one, and what only looks like one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pipeline.story.model import RawHeaders, RawStory, Rejected
from pipeline.story.parse import parse
from pipeline.story.parse.numbering import numbers_of
from pipeline.story.sequence import FORGOTTEN_AFTER_MS, Gap, Series
from tests.parse.golden import FOLDER, RECEIVED, inputs, raw_of

MINUTE = 60_000


def series(*numbers: int | tuple[int, str], begin: int = 0) -> Series:
    """A minute between two transmissions; a number alone has bytes of its own, a pair says which."""
    found = Series()
    for minute, one in enumerate(numbers):
        number, own = one if isinstance(one, tuple) else (one, f"{one}")
        found.see(number, own.encode(), begin + minute * MINUTE)
    return found


def missing(found: Series) -> list[tuple[int, int]]:
    return [(gap.first, gap.last) for gap in found.gaps]


def back(found: Series) -> list[tuple[int, int]]:
    return [(step.number, step.after) for step in found.steps_back]


@pytest.mark.parametrize(
    ("numbers", "gaps"),
    [
        ((500, 501, 503), [(502, 502)]),
        ((500, 510), [(501, 509)]),
        ((500, 502, 504), [(501, 501), (503, 503)]),
        ((500, 510, 505), [(501, 504), (506, 509)]),
        ((500, 510, 501), [(502, 509)]),
        ((998, 999, 2, 3), [(1, 1)]),
        ((9998, 5), [(1, 4)]),
        ((500, 501, 3, 4, 6), [(1, 2), (5, 5)]),
    ],
)
def test_what_did_not_come_is_missing(numbers: tuple[int, ...], gaps: list[tuple[int, int]]) -> None:
    found = series(*numbers)
    assert sorted(missing(found)) == gaps
    assert back(found) == []


@pytest.mark.parametrize(
    "numbers",
    [
        (),
        (500,),
        (500, 501, 502),
        (500, 502, 501),
        (500, 503, 502, 501),
        (500, 501, 500, 501, 502),
        (998, 999, 1, 2),
        (998, 999, 0, 1),
        (9999, 1),
        (500, 501, 1, 502, 2, 503, 3),
        (101, 100, 102),
        (102, 101, 100, 103),
        (1, 2, 3),
    ],
)
def test_what_only_looks_like_a_gap_is_none(numbers: tuple[int, ...]) -> None:
    found = series(*numbers)
    assert missing(found) == []
    assert back(found) == []


@pytest.mark.parametrize(
    ("numbers", "steps", "gaps"),
    [
        ((500, 501, 300, 301), [(300, 501)], []),
        ((500, 501, 502, (501, "other"), 503), [(501, 502)], []),
        ((500, 501, 300, 502, 503), [(300, 501)], []),
        ((500, 501, 300, 301, 303), [(300, 501)], [(302, 302)]),
        ((500, 501, 300, 504), [(300, 501)], [(502, 503)]),
    ],
)
def test_a_step_back_is_told_from_a_new_day(
    numbers: tuple[int | tuple[int, str], ...], steps: list[tuple[int, int]], gaps: list[tuple[int, int]]
) -> None:
    found = series(*numbers)
    assert back(found) == steps
    assert missing(found) == gaps


def test_an_old_run_gets_no_numbers_of_the_day_after() -> None:
    found = series(800, 801, 1, 2)
    for number in range(3, 802):
        found.see(number, str(number).encode(), 4 * MINUTE + FORGOTTEN_AFTER_MS + number)
    found.see(803, b"803", 5 * MINUTE + FORGOTTEN_AFTER_MS + 803)
    assert missing(found) == [(802, 802)]


def test_a_gap_of_a_day_that_is_over_is_not_forgotten() -> None:
    found = series(500, 502, 1, 2, 400, 401, 30)
    assert (501, 501) in missing(found)


def test_a_gap_says_when_it_was_noticed_and_how_many_it_is() -> None:
    assert series(500, 503, begin=7).gaps == [Gap(first=501, last=502, noticed=7 + MINUTE)]
    assert series(500, 503).gaps[0].count == 2


@pytest.mark.parametrize("seed", range(20))
def test_overtaking_makes_no_gap_and_what_was_lost_is_exactly_what_is_missing(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable noise, not a secret
    lost = set(chance.sample(range(120, 880), 5))
    sent = sorted((n for n in range(100, 900) if n not in lost), key=lambda n: n + chance.uniform(0, 8))
    found = Series()
    for minute, number in enumerate(sent):
        found.see(number, str(number).encode(), minute * MINUTE)
    assert {number for gap in found.gaps for number in range(gap.first, gap.last + 1)} == lost
    assert found.steps_back == []


@pytest.mark.parametrize("path", inputs(), ids=lambda path: str(path.relative_to(FOLDER)))
def test_the_head_of_a_transmission_gives_the_numbers_that_its_stories_have(path: Path) -> None:
    raw = raw_of(path)
    stories = parse(raw)
    parsed = {one.sequence for one in stories if not isinstance(one, Rejected) and one.sequence is not None}
    found = {one.number for one in numbers_of(raw)}
    if any(isinstance(one, Rejected) for one in stories):
        assert parsed <= found, "a rejected story's number has come too"
    else:
        assert found == parsed


@pytest.mark.parametrize(
    ("value", "channels"),
    [
        (b"\x01abc0123 4 pol 1\r\n\x02x\x03\x01XYZ0007 4 pol 1\r\n\x02y\x03", [("abc", 123), ("xyz", 7)]),
        (b"\x16\x16\x01a1234\x1fxx---\r\nr i bc-x 09-05 0420\r\n\x02x\x03", [("a", 1234)]),
        (
            b'<NewsML><NewsEnvelope><TransmissionId> 17 </TransmissionId><NewsService FormalName="AR"/></NewsEnvelope>',
            [("AR", 17)],
        ),
        ("<NewsML><NewsEnvelope><TransmissionId>17</TransmissionId></NewsEnvelope>".encode("utf-16"), [("", 17)]),
        ("<NewsML><NewsEnvelope><TransmissionId>17</TransmissionId></NewsEnvelope>".encode("utf-16-be"), [("", 17)]),
        (
            b'<n:newsMessage xmlns:n="x"><n:header><n:transmitId>17</n:transmitId><n:channel>AR</n:channel></n:header>',
            [("AR", 17)],
        ),
        (b"<newsMessage><header><sent/></header><itemSet><transmitId>17</transmitId>", []),
        (b"<newsItem><header><transmitId>17</transmitId></header>", []),
        (b"<NewsML><NewsEnvelope><TransmissionId>X-17</TransmissionId></NewsEnvelope>", []),
        (b"<NewsML><NewsItem><TransmissionId>17</TransmissionId></NewsItem>", []),
        (b"<nitf><NewsEnvelope><TransmissionId>17</TransmissionId></NewsEnvelope>", []),
        (b'{"uri": "x"}', []),
        (b"A story about abc0123 4 pol", []),
        (b"", []),
    ],
)
def test_a_number_has_a_channel(value: bytes, channels: list[tuple[str, int]]) -> None:
    raw = RawStory(value=value, headers=RawHeaders(feed="x", received=RECEIVED))
    assert [(one.channel, one.number) for one in numbers_of(raw)] == channels


def test_frames_in_what_is_stated_to_be_plain_text_have_no_number() -> None:
    raw = RawStory(
        value=b"\x01abc0123 4 pol 1\r\n\x02x\x03", headers=RawHeaders(feed="x", received=RECEIVED, format="plain")
    )
    assert numbers_of(raw) == []
