"""The life of a story reads the same from every format: status, embargo, urgency, kind, note."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from pipeline.story.model import HELD, ParsedStory, RawHeaders, RawStory, Rejected
from pipeline.story.parse import parse
from pipeline.story.parse.embargo_line import sets_an_embargo
from pipeline.story.parse.instant import instant_of_text
from pipeline.story.parse.lifecycle import life_of, urgency_of


def _newsml12(status: str, until: str | None, body: str) -> str:
    will = f'<StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>{until}</DateAndTime></StatusWillChange>'
    shown = "Embargoed" if until is not None else status
    return (
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>p</ProviderId><DateId>20230905</DateId>"
        "<NewsItemId>i</NewsItemId><RevisionId>2</RevisionId></NewsIdentifier></Identification><NewsManagement>"
        "<ThisRevisionCreated>20230905T100000Z</ThisRevisionCreated>"
        f'<Status FormalName="{shown}"/>{will if until is not None else ""}</NewsManagement><NewsComponent>'
        f"<ContentItem><DataContent>{body}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
    )


def _newsmlg2(status: str, until: str | None, body: str) -> str:
    embargo = f"<embargoed>{until}</embargoed>" if until is not None else ""
    return (
        '<newsItem guid="urn:g2:i" version="2"><itemMeta><versionCreated>2023-09-05T10:00:00Z</versionCreated>'
        f'{embargo}<pubStatus qcode="stat:{status.lower()}"/></itemMeta><contentSet><inlineXML><html>'
        f"<body>{body}</body></html></inlineXML></contentSet></newsItem>"
    )


def _nitf(status: str, until: str | None, body: str) -> str:
    release = f'<date.release norm="{until}"/>' if until is not None else ""
    return (
        f'<nitf><head><docdata management-status="{status.lower()}"><doc-id id-string="urn:nitf:i"/>'
        f'<date.issue norm="20230905T100000Z"/><du-key version="2"/>{release}</docdata></head><body>'
        f"<body.content>{body}</body.content></body></nitf>"
    )


def _ninjs(status: str, until: str | None, body: str) -> str:
    story = {
        "uri": "urn:ninjs:i",
        "version": "2",
        "versioncreated": "2023-09-05T10:00:00Z",
        "pubstatus": status.lower(),
        "body_html": body,
    }
    return json.dumps(story if until is None else {**story, "embargoed": until})


_WRITERS = {"newsml12": _newsml12, "newsmlg2": _newsmlg2, "nitf": _nitf, "ninjs": _ninjs}
_BODY = "<p>The quay reopened.</p>"


def _one(text: str) -> ParsedStory:
    (story,) = parse(RawStory(value=text.encode(), headers=RawHeaders(feed="life", received=1_693_996_800_000)))
    assert isinstance(story, ParsedStory), story
    return story


@pytest.mark.parametrize("name", _WRITERS)
def test_a_usable_story_is_usable_and_free(name: str) -> None:
    story = _one(_WRITERS[name]("Usable", None, _BODY))
    assert (story.format, story.pubstatus, story.embargoed, story.quality) == (name, "usable", None, [])
    assert story.version == 1_693_908_000_002


@pytest.mark.parametrize("name", _WRITERS)
def test_a_cancel_without_a_body_is_a_story(name: str) -> None:
    story = _one(_WRITERS[name]("Canceled", None, ""))
    assert (story.pubstatus, story.body, story.headline) == ("canceled", "", None)


@pytest.mark.parametrize("name", _WRITERS)
@pytest.mark.parametrize("status", ["Usable", "Withheld"])
def test_any_other_story_without_a_body_is_rejected(name: str, status: str) -> None:
    text = _WRITERS[name](status, None, "")
    (rejected,) = parse(RawStory(value=text.encode(), headers=RawHeaders(feed="life", received=0)))
    assert isinstance(rejected, Rejected)
    assert (rejected.reason, rejected.stage, rejected.part) == ("no-text", "parse", None)
    assert rejected.uri


@pytest.mark.parametrize("name", _WRITERS)
@pytest.mark.parametrize("word", ["Withheld", "Under-review", "stat:embryonic"])
def test_a_withheld_or_unknown_status_is_withheld(name: str, word: str) -> None:
    story = _one(_WRITERS[name](word, None, _BODY))
    assert story.pubstatus == "withheld"
    assert ("status-unknown" in story.quality) == (word != "Withheld")


@pytest.mark.parametrize("name", _WRITERS)
def test_an_embargo_is_an_instant_in_utc(name: str) -> None:
    story = _one(_WRITERS[name]("Usable", "2023-09-06T06:00:00+02:00", _BODY))
    assert story.pubstatus == "usable"
    assert story.embargoed == datetime(2023, 9, 6, 4, tzinfo=UTC)
    assert story.quality == []


@pytest.mark.parametrize("name", _WRITERS)
@pytest.mark.parametrize("until", ["Wednesday noon", "2023-13-45T00:00:00Z", "20230906T0600+0200x", "12:00"])
def test_an_embargo_that_cannot_be_read_holds_the_story(name: str, until: str) -> None:
    story = _one(_WRITERS[name]("Usable", until, _BODY))
    assert story.embargoed == HELD
    assert story.quality == ["embargo-unreadable"]


@pytest.mark.parametrize("name", _WRITERS)
def test_an_embargo_without_a_zone_holds_in_every_zone(name: str) -> None:
    story = _one(_WRITERS[name]("Usable", "2023-09-06T06:00:00", _BODY))
    assert story.embargoed == datetime(2023, 9, 6, 18, tzinfo=UTC)
    assert story.quality == ["embargo-zone-assumed"]


def test_an_empty_embargo_is_one_that_cannot_be_read() -> None:
    assert life_of("usable", "", embargo_stated=True).embargoed == HELD
    assert life_of("usable", "").embargoed is None
    assert life_of("Embargoed", None).embargoed == HELD


def test_a_release_that_is_not_after_the_issue_is_no_embargo() -> None:
    """NITF's date.release says when a story is free; most senders repeat the issue there."""
    for release in ("20230905T100000Z", "20230901T000000Z"):
        assert _one(_nitf("Usable", release, _BODY)).embargoed is None


@pytest.mark.parametrize(
    ("written", "floor", "urgency"),
    [
        ("4", None, 4),
        (4, 2, 2),
        ("1", 2, 1),
        ("0", None, 1),
        (None, 1, 1),
        (None, None, None),
        ("10", None, None),
        ("-1", None, None),
        ("high", None, None),
        ("٣", None, None),
        ("²", None, None),
    ],
)
def test_urgency_is_one_to_nine_or_null(written: str | int | None, floor: int | None, urgency: int | None) -> None:
    assert urgency_of(written, floor) == urgency


@pytest.mark.parametrize(
    "line",
    [
        "EMBARGOED UNTIL 0600 GMT",
        "*** Embargoed until Tuesday ***",
        "HOLD FOR RELEASE",
        "Sperrfrist: 12.00 Uhr",
        "SOUS EMBARGO JUSQU'A MARDI",
        "Embargo jusqu\N{RIGHT SINGLE QUOTATION MARK}au 6 septembre",
        "EMBARGADO HASTA LAS 12.00",
        "محظور النشر حتى ظهر الأربعاء",
    ],
)
def test_a_line_that_sets_an_embargo_is_found(line: str) -> None:
    assert sets_an_embargo(line)


@pytest.mark.parametrize(
    "line",
    [
        "Embargo on timber lifted",
        "The embargo lasts until Tuesday",
        "EU verlängert Embargo bis März",
        "L'embargo sur les armes jusqu'au bout",
        "El embargo hasta hoy no ha servido",
        "Sperrfrist abgelaufen, Bericht veröffentlicht",
        "رفع حظر النشر عن القضية",
        "Embargoed until " + "the very last word of a long sentence " * 8,
    ],
)
def test_a_line_about_an_embargo_sets_none(line: str) -> None:
    assert not sets_an_embargo(line)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "soon",
        "2023",
        "2023-02-30",
        "1969-12-31T23:59:59Z",
        "0000-01-01",
        "10000-01-01",
        "2023-09-05T25:00:00Z",
    ],
)
def test_what_is_no_instant_is_null(written: str) -> None:
    assert instant_of_text(written) is None


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("20230905T103225Z", "2023-09-05T10:32:25+00:00"),
        ("20230905T123225+0200", "2023-09-05T10:32:25+00:00"),
        ("2023-09-05T06:32:25-04:00", "2023-09-05T10:32:25+00:00"),
        ("2023-09-05T10:32:25.123456Z", "2023-09-05T10:32:25+00:00"),
        ("2023-09-05 10:32", "2023-09-05T10:32:00+00:00"),
        ("20230905T103260Z", "2023-09-05T10:32:59+00:00"),
        ("20230905", "2023-09-05T00:00:00+00:00"),
    ],
)
def test_instants_are_read_in_every_form_of_iso_8601_that_feeds_use(written: str, iso: str) -> None:
    read = instant_of_text(written)
    assert read is not None
    assert read[0].isoformat() == iso
