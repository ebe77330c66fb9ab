"""What is sent again after the broker took some records and not others."""

from __future__ import annotations

from pipeline.kafka.sending import Outgoing, to_send_again


class TooLargeError(Exception):
    """Stands for the client's own."""


AWAY = ConnectionError("away")


def record(key: bytes, value: bytes, instead: Outgoing | None = None, topic: str = "stories") -> Outgoing:
    return Outgoing(topic, key, value, [], (lambda: instead) if instead else None)


def test_nothing_where_the_broker_has_all() -> None:
    assert to_send_again([record(b"a", b"1"), record(b"b", b"1")], [None, None], TooLargeError) == []


def test_a_failed_record_and_the_later_versions_of_its_story_go_again_in_order() -> None:
    """Else the older version would come to stand last, and a compacted topic would keep that one."""
    old, other, new = record(b"a", b"1"), record(b"b", b"1"), record(b"a", b"2")
    assert to_send_again([old, other, new], [AWAY, None, None], TooLargeError) == [old, new]


def test_an_earlier_version_does_not_go_again() -> None:
    old, new = record(b"a", b"1"), record(b"a", b"2")
    assert to_send_again([old, new], [None, AWAY], TooLargeError) == [new]


def test_what_is_too_large_is_replaced_and_holds_nothing_back() -> None:
    letter = record(b"a", b"raw", topic="rejected")
    large, later = record(b"a", b"1", letter), record(b"a", b"2")
    assert to_send_again([large, later], [TooLargeError(), None], TooLargeError) == [letter]


def test_what_is_too_large_with_nothing_to_stand_for_it_is_tried_again() -> None:
    """It is said each time, and the operator raises Kafka's limit: nothing vanishes."""
    large = record(b"a", b"1")
    assert to_send_again([large], [TooLargeError()], TooLargeError) == [large]
