"""Inputs made to hurt are refused with a reason, without network, and within bounded memory."""

from __future__ import annotations

import socket
import tracemalloc
from pathlib import Path

import pytest

from pipeline.story.model import ParsedStory, RawHeaders, RawStory, Reason, Rejected
from pipeline.story.parse import MAX_BYTES, parse

_NITF = (
    "<body><body.head><hedline><hl1>{}</hl1></hedline></body.head>"
    "<body.content><p>text</p></body.content></body></nitf>"
)


def _parsed(value: bytes | str) -> list[ParsedStory | Rejected]:
    headers = RawHeaders(feed="attack", received=1_693_996_800_000)
    return parse(RawStory(value=value if isinstance(value, bytes) else value.encode(), headers=headers))


def _laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY l0 "ha">{entities}]><nitf>' + _NITF.format("&l11;")


_REFUSED: dict[str, tuple[str | bytes, Reason]] = {
    "entity expansion": (_laughs(), "unsafe-markup"),
    "quadratic expansion": (
        f'<!DOCTYPE nitf [<!ENTITY a "{"a" * 50_000}">]><nitf>' + _NITF.format("&a;" * 5_000),
        "unsafe-markup",
    ),
    "parameter entities": ('<!DOCTYPE nitf [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><nitf/>', "unsafe-markup"),
    "an entity behind a comment": (
        '<!DOCTYPE nitf [<!-- <a> ]> --><!ENTITY x SYSTEM "file:///etc/passwd">]><nitf>' + _NITF.format("&x;"),
        "unsafe-markup",
    ),
    "entities in UTF-16": (
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE nitf [<!ENTITY x "y">]><nitf/>'.encode("utf-16"),
        "unsafe-markup",
    ),
    "nesting": ("<nitf>" + "<p>" * 1_000 + "x" + "</p>" * 1_000 + "</nitf>", "unsafe-markup"),
    "endless nesting": ("<nitf>" + "<p>" * 190_000, "unsafe-markup"),
    "a million tags": ("<nitf>" + "<p/>" * 1_000_000 + "</nitf>", "unsafe-markup"),
    "a huge attribute": (f'<nitf a="{"x" * 5_000_000}"/>', "unsafe-markup"),
    "a hundred thousand attributes": (
        "<nitf " + " ".join(f'a{n}="x"' for n in range(100_000)) + "/>",
        "unsafe-markup",
    ),
    "a name of megabytes": ("<nitf><" + "n" * 5_000_000 + "/></nitf>", "unsafe-markup"),
    "nested JSON": ('{"uri":' + "[" * 1_000_000, "unsafe-markup"),
    "nested JSON in a list": ("[" * 1_000_000 + "]" * 1_000_000, "unsafe-markup"),
    "a list of a million numbers": ("[" + "{}," * 1_000_000 + "1]", "too-large"),
    "a million JSON lines": ("{}\n" * 1_000_000, "too-large"),
    "a million frames": (b"\x01abc0123 4 pol 1\r\n" * 400_000, "too-large"),
    "a transmission beyond the limit": (b"a" * (MAX_BYTES + 1), "too-large"),
    "a zip archive": (b"PK\x03\x04" + bytes(range(256)) * 100, "unknown-format"),
    "a PDF document": (b"%PDF-1.7\n" + bytes(range(256)), "unknown-format"),
    "bytes that are nothing": (bytes((n * 197 + n // 256 * 31) % 256 for n in range(20_000)), "unknown-format"),
}


@pytest.mark.parametrize("name", _REFUSED)
def test_an_attack_is_refused_with_its_reason(name: str) -> None:
    value, reason = _REFUSED[name]
    (refused,) = _parsed(value)
    assert isinstance(refused, Rejected)
    assert refused.reason == reason, refused.detail
    assert len(refused.detail) < 1_000


def test_an_external_dtd_is_not_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """NITF names its DTD; reading it must touch neither network nor disk, and the story is read."""

    def refuse(*_: object) -> None:
        raise AssertionError("a parser opened a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    dtd = tmp_path / "nitf.dtd"
    dtd.write_text('<!ENTITY secret "leaked">')
    text = "<!DOCTYPE nitf SYSTEM '{}'><nitf>" + _NITF.replace("{}", "Head &secret;")
    for system in ("http://dtd.invalid/nitf.dtd", dtd.as_uri()):
        (story,) = _parsed(text.format(system))
        assert isinstance(story, ParsedStory)
        assert story.headline == "Head &secret;"
        assert "markup-repaired" in story.quality


def test_a_story_about_entities_is_no_attack() -> None:
    """The words of an attack in the text of a story, escaped or in CDATA, are text."""
    (story,) = _parsed("<nitf>" + _NITF.format("&lt;!ENTITY x> <![CDATA[<!ENTITY y>]]>"))
    assert isinstance(story, ParsedStory)
    assert story.headline == "<!ENTITY x> <!ENTITY y>"


def test_a_megabyte_line_is_a_story() -> None:
    """Long is not wrong: below the size limit, one line is text like any other."""
    (story,) = _parsed("word " * 200_000)
    assert isinstance(story, ParsedStory)
    assert len(story.body) == 1_000_000


@pytest.mark.parametrize("name", ["a million tags", "a hundred thousand attributes", "nested JSON in a list"])
def test_python_memory_stays_bounded_under_attack(name: str) -> None:
    """Python's own allocations stay below eight times the size limit (libxml2's are bounded by the tag limit)."""
    value = _REFUSED[name][0]
    tracemalloc.start()
    try:
        _parsed(value)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 * MAX_BYTES
