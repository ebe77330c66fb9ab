"""The format is found from the content; when it isn't, the rejection says what was tried."""

from __future__ import annotations

import pytest

from pipeline.story.model import ParsedStory, RawHeaders, RawStory, Rejected
from pipeline.story.parse import FORMATS, parse
from tests.parse.golden import inputs, raw_of


def _first(value: bytes, stated: str = "auto") -> ParsedStory | Rejected:
    return parse(RawStory(value=value, headers=RawHeaders(feed="desk", received=0, format=stated)))[0]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b"Quay reopens", "plain"),
        (b"<3 quays reopen", "plain"),
        (b"<< Quay reopens >>", "plain"),
        (b"[Quay] reopens", "plain"),
        (b"{Quay} reopens", "plain"),
        (b"A line\n<nitf>in the middle</nitf>", "plain"),
        (b"abc0123 4 pol 12\nQuay reopens, and no STX follows", "plain"),
        (b"\n \xef\xbb\xbfQuay", "plain"),
        (b"\xef\xbb\xbf\n <nitf><body><body.content><p>Quay</p></body.content></body></nitf>", "nitf"),
        (b"<!-- sent by desk --><nitf><body><body.content><p>Quay</p></body.content></body></nitf>", "nitf"),
        (
            b'<n:newsItem xmlns:n="x" guid="g"><n:contentMeta><n:headline>Q</n:headline></n:contentMeta></n:newsItem>',
            "newsmlg2",
        ),
        (b'  {"headline": "Quay"}', "ninjs"),
        ('{"headline": "Quay"}'.encode("utf-16-le"), "ninjs"),
        (b"abc0123 4 pol 12\r\nQUAY\r\n\x02Quay reopens\x03", "iptc7901"),
        (b"\x01 header that nobody can read\r\n\x02Quay reopens\x03", "iptc7901"),
        (b"\x16\x16\x01a1234\x1fxx\r\n\x02Quay\x03", "anpa1312"),
    ],
)
def test_the_content_says_the_format(value: bytes, name: str) -> None:
    story = _first(value)
    assert isinstance(story, ParsedStory), story
    assert story.format == name


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (b"<html><body><p>Quay</p></body></html>", "<html>"),
        (b'<rss version="2.0"><channel/></rss>', "tried the roots"),
        (b'{"color": "red"}', "without a property of ninjs"),
        (b'["Quay", 2]', "no ninjs object"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"{\\rtf1\\ansi Quay}", "RTF"),
        (bytes(reversed(range(32))) * 20, "no text in UTF-8"),
    ],
)
def test_what_is_no_format_says_what_was_tried(value: bytes, said: str) -> None:
    rejected = _first(value)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "unknown-format"
    assert said in rejected.detail


def test_an_empty_transmission_has_no_text() -> None:
    for value in (b"", b" \r\n", b"\xef\xbb\xbf", b"***\n---\n"):
        rejected = _first(value)
        assert isinstance(rejected, Rejected)
        assert rejected.reason == "no-text"


def test_plain_is_taken_at_its_word() -> None:
    """An operator who says that a feed is plain text gets its JSON or XML as text, and its frames too."""
    for value in (b'{"headline": "Quay"}', b"<nitf>Quay</nitf>", b"\x01abc0123 4 pol\r\n\x02Quay\x03"):
        story = _first(value, "plain")
        assert isinstance(story, ParsedStory)
        assert story.format == "plain"
        assert story.body == value.decode()


@pytest.mark.parametrize("stated", ["nitf", "ninjs", "newsml12", "newsmlg2"])
def test_a_stated_format_that_the_content_belies_is_a_rejection(stated: str) -> None:
    rejected = _first(b"Quay reopens", stated)
    assert isinstance(rejected, Rejected)
    assert rejected.reason == "unknown-format"
    assert stated in rejected.detail


def test_a_stated_frame_format_reads_what_lost_its_frame() -> None:
    story = _first(b"abc0123 4 pol 12\r\nQuay reopens on Tuesday", "iptc7901")
    assert isinstance(story, ParsedStory)
    assert story.sequence == 123
    assert "Quay reopens on Tuesday" in story.body
    assert "framing-repaired" in story.quality


def test_a_format_that_nobody_knows_is_named_with_those_that_are() -> None:
    rejected = _first(b"Quay reopens", "morse")
    assert isinstance(rejected, Rejected)
    assert "morse" in rejected.detail
    assert all(name in rejected.detail for name in FORMATS)


@pytest.mark.parametrize(
    "path", [p for p in inputs() if p.parent.name in {"newsml12", "newsmlg2", "nitf", "ninjs"}], ids=str
)
def test_a_stated_format_that_is_right_changes_nothing(path: object) -> None:
    """For every golden of a format with an unmistakable beginning."""
    raw = raw_of(path)  # type: ignore[arg-type] # a Path from inputs()
    headers = RawHeaders(feed=raw.headers.feed, received=raw.headers.received, format=path.parent.name)  # type: ignore[attr-defined]
    assert parse(RawStory(value=raw.value, headers=headers)) == parse(raw)
