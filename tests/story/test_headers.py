"""Kafka headers carry every fact there and back, whoever wrote them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.story.headers import (
    Origin,
    origin_of,
    original_pairs,
    pairs_as_received,
    raw_from_pairs,
    raw_to_pairs,
    rejected_to_pairs,
)
from pipeline.story.model import RawHeaders, Rejected

FACTS = st.builds(
    RawHeaders,
    feed=st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True),
    received=st.integers(1, 2**45),
    format=st.sampled_from(["auto", "plain", "ninjs"]),
    uri=st.none() | st.text(st.characters(codec="utf-8"), min_size=1),
    version=st.none() | st.integers(0, 2**45),
    charset=st.none() | st.just("utf-8"),
    attempt=st.integers(0, 99),
)


@given(FACTS)
def test_what_intake_writes_is_what_the_agent_reads(headers: RawHeaders) -> None:
    assert raw_from_pairs(raw_to_pairs(headers), timestamp=1) == headers


@given(st.lists(st.tuples(st.text(), st.binary())))
def test_headers_of_a_foreign_producer_never_raise(pairs: list[tuple[str, bytes]]) -> None:
    assert raw_from_pairs(pairs, timestamp=5).received >= 0


def test_a_record_without_headers_takes_its_own_time_stamp() -> None:
    headers = raw_from_pairs(None, timestamp=1_700_000_000_000)
    assert headers == RawHeaders(feed="unknown", received=1_700_000_000_000)


def test_a_dead_letter_says_why_and_whence_and_keeps_the_original_headers() -> None:
    rejected = Rejected(reason="no-text", stage="parse", detail="nothing", feed="afp-ar", uri="urn:x")
    original = raw_to_pairs(RawHeaders(feed="afp-ar", received=1, uri="urn:x", version=9))
    pairs = rejected_to_pairs(rejected, Origin("wire.raw", 3, 123), original)
    facts = dict(pairs)
    assert len(facts) == len(pairs)
    assert facts["reason"] == b"no-text"
    assert facts["origin"] == b"wire.raw/3/123"
    assert facts["version"] == b"9"


@given(FACTS, st.sampled_from(["urn:other", None]))
def test_out_of_a_dead_letter_come_the_headers_that_its_original_had(headers: RawHeaders, uri: str | None) -> None:
    received = [*raw_to_pairs(headers), ("traceparent", b"00-1")]
    rejected = Rejected(reason="no-text", stage="parse", detail="nothing", feed="other", uri=uri, part=1)
    original = pairs_as_received(raw_from_pairs(received, 1), received)
    letter = rejected_to_pairs(rejected, Origin("wire.raw", 3, 123), original)
    back = original_pairs(letter, attempt=headers.attempt + 1)
    assert dict(back) == {**dict(received), "attempt": str(headers.attempt + 1).encode()}
    assert len(dict(back)) == len(back)


def test_what_is_no_place_is_no_origin() -> None:
    assert origin_of("wire.raw/3") is None
    assert origin_of("wire.raw/x/1") is None
    assert origin_of(str(Origin("a/b", 1, 2))) == Origin("a/b", 1, 2)
