"""The record that closes a letter, as it is sent. Pure."""

from __future__ import annotations

from pipeline.kafka.sending import Outgoing
from pipeline.letters.letter import Closing, closing_pairs


def closing_record(topic: str, closing: Closing) -> Outgoing:
    """For `wire.rejected` (`topic` is its name on the broker): no value, and the letter's place as key."""
    return Outgoing(topic, str(closing.closes).encode(), None, closing_pairs(closing))
