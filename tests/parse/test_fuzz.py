"""Whatever comes in, `parse` answers with stories and rejections: never an exception, never nothing, never a hang."""

from __future__ import annotations

import random
import resource
import time

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.story.model import ParsedStory, RawHeaders, RawStory, Rejected
from pipeline.story.parse import FORMATS, parse
from pipeline.story.parse.split import split
from pipeline.story.quality import FLAGS
from tests.parse.golden import RECEIVED, inputs

_GOLDENS = [path.read_bytes() for path in inputs()]
_TOKENS = [
    b"<",
    b">",
    b"&",
    b"</p>",
    b"]]>",
    b"<![CDATA[",
    b"\x00",
    b"\x01",
    b"\x02",
    b"\x03",
    b"\x16\x16\x01",
    b"\xff\xfe",
]
_TOKENS += [
    b"{",
    b"[",
    b'"',
    b"\\ud800",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"1e999",
    b"9" * 40,
    b"\r\n",
    b"<!DOCTYPE x>",
]
_MEMORY_BYTES = 200 * 1024 * 1024
"""More than all inputs together; what grows by this leaks or blows an input up."""
_HANG_SECONDS = 1.0
"""Of CPU time: what a shared machine's clock adds isn't the parser's fault."""


def _mutated(value: bytes, chance: random.Random) -> bytes:
    """One to eight random changes: bytes set, cut, doubled, moved, spliced from another golden, tokens thrown in."""
    for _ in range(chance.randint(1, 8)):
        begin = chance.randrange(len(value) + 1)
        end = min(len(value), begin + chance.choice([1, 1, 4, 40, 400]))
        other = chance.choice(_GOLDENS)
        cut = chance.randrange(len(other) + 1)
        middle = chance.choice(
            [b"", bytes([chance.randrange(256)]), chance.choice(_TOKENS), value[begin:end] * 2, other[cut : cut + 60]]
        )
        value = value[:begin] + middle + value[end:]
    return value


def _holds(raw: RawStory) -> None:
    """The laws of `parse` for one input."""
    started = time.process_time()
    results = parse(raw)
    assert time.process_time() - started < _HANG_SECONDS
    assert results
    for part, one in enumerate(results):
        msgspec.json.encode(one)
        if isinstance(one, Rejected):
            assert one.stage == "parse"
            assert one.detail
            assert one.part == (part if len(results) > 1 else None)
        else:
            _is_sound(one)


def _is_sound(story: ParsedStory) -> None:
    assert story.uri
    assert len(story.uri.encode()) <= 512
    assert 0 <= story.version < 2**53
    assert story.versioncreated.tzinfo is not None
    assert story.urgency is None or 1 <= story.urgency <= 9
    assert story.headline is None or story.headline.strip()
    assert set(story.quality) <= set(FLAGS)


def _fuzz(count: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable noise, not a secret
    before = _most_memory()
    for number in range(count):
        value = _mutated(chance.choice(_GOLDENS), chance)
        stated = chance.choice(["auto"] * 9 + list(FORMATS))
        headers = RawHeaders(
            feed="fuzz", received=RECEIVED, format=stated, charset=chance.choice([None, "utf-8", "no-such"])
        )
        try:
            _holds(RawStory(value=value, headers=headers))
        except Exception as error:
            raise AssertionError(f"input {number} of seed {seed}: {value!r}") from error
    assert _most_memory() - before < _MEMORY_BYTES


def _most_memory() -> int:
    """The most memory that this process ever had resident, in bytes (Linux counts in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def test_mutated_goldens_are_stories_or_rejections() -> None:
    _fuzz(1_500, seed=20230905)


@pytest.mark.long
def test_twenty_thousand_mutated_goldens_are_stories_or_rejections() -> None:
    _fuzz(20_000, seed=1)


_HEADERS = st.builds(
    RawHeaders,
    feed=st.just("fuzz"),
    received=st.integers(-(2**40), 2**62),
    format=st.sampled_from(["auto", *FORMATS, "morse"]),
    uri=st.none() | st.text(min_size=1, max_size=20),
    version=st.none() | st.integers(-10, 2**62),
    charset=st.none() | st.sampled_from(["utf-8", "latin-1", "cp1256", "utf-16", "rot13", "hex", "\0", ""]),
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(value=st.binary(max_size=400), headers=_HEADERS)
def test_any_bytes_are_stories_or_rejections(value: bytes, headers: RawHeaders) -> None:
    _holds(RawStory(value=value, headers=headers))


@settings(max_examples=250, deadline=None)
@given(value=st.lists(st.sampled_from(_TOKENS + [g[:200] for g in _GOLDENS]), max_size=12).map(b"".join))
def test_split_loses_and_changes_no_byte(value: bytes) -> None:
    pieces = split(value)
    assert pieces
    assert b"".join(pieces) == value
