"""A stream is cut by what it says, however it trickles in."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from pipeline.intake.streams import transmissions_of
from pipeline.kafka.reading import read_to_end
from pipeline.settings import Settings
from pipeline.story.parse.split import split
from pipeline.topics import MAX_TRANSMISSION_BYTES, RAW
from tests.parse.golden import inputs
from tests.stack_fixtures import environment

_GOLDENS = [path.read_bytes() for path in inputs()]
_FRAMED = [value for value in _GOLDENS if len(split(value)) > 1]


class Trickle(io.BytesIO):
    """Bytes that come in pieces of the given sizes, over and over."""

    def __init__(self, value: bytes, sizes: list[int]) -> None:
        super().__init__(value)
        self._sizes = sizes
        self._reads = 0

    def read1(self, size: int | None = -1, /) -> bytes:
        """As many bytes as it is the turn of."""
        self._reads += 1
        return super().read1(min(self._sizes[self._reads % len(self._sizes)], size or 1))


@bounded(max_examples=60, deadline=None)
@given(value=st.sampled_from(_FRAMED), sizes=st.lists(st.integers(1, 3000), min_size=1, max_size=5))
def test_a_stream_gives_the_same_transmissions_however_it_comes(value: bytes, sizes: list[int]) -> None:
    assert list(transmissions_of(Trickle(value, sizes))) == split(value)


@bounded(max_examples=60, deadline=None)
@given(
    value=st.lists(st.sampled_from(_GOLDENS), max_size=4).map(b"".join), sizes=st.lists(st.integers(1, 999), min_size=1)
)
def test_no_byte_is_lost_or_changed(value: bytes, sizes: list[int]) -> None:
    assert b"".join(transmissions_of(Trickle(value, sizes))) == value


def test_a_message_is_handed_out_when_the_next_begins() -> None:
    class Watched(Trickle):
        def read1(self, size: int | None = -1, /) -> bytes:
            seen.append(self.tell())
            return super().read1(size)

    messages = [f"\x01abc{number:04} 4 pol 1\r\n\x02x\x03\r\n".encode() for number in range(100)]
    seen: list[int] = []
    stream = transmissions_of(Watched(b"".join(messages), [len(messages[0])]))
    assert next(stream) == messages[0]
    assert max(seen) < 4 * len(messages[0]), "it read on before it handed out what it had"
    assert list(stream) == messages[1:]


@pytest.mark.parametrize(
    "value", [b"", b"A story\n\nand its text.\n", b'{\n "uri": "urn:a:1"\n}\n', b"<nitf>\n<p/>\n</nitf>"]
)
def test_what_is_no_stream_stays_whole(value: bytes) -> None:
    assert list(transmissions_of(Trickle(value, [3]))) == ([value] if value else [])


def test_what_has_no_end_is_refused_with_its_head() -> None:
    endless = Trickle(b"no end " * (MAX_TRANSMISSION_BYTES // 7 + 100), [65_536])
    with pytest.raises(OSError, match="begins: no end no end"):
        list(transmissions_of(endless))


def test_more_messages_than_one_transmission_may_hold_are_no_harm() -> None:
    value = b"".join(f"\x01abc{number:05} 4 pol 1\r\n\x02story {number}\x03\r\n".encode() for number in range(3000))
    assert len(list(transmissions_of(Trickle(value, [65_536])))) == 3000


@pytest.mark.stack
def test_a_stream_on_standard_input_goes_in_message_by_message(wire: Settings) -> None:
    value = b"".join(f"\x01abc{number:05} 4 pol 1\r\n\x02story {number}\x03\r\n".encode() for number in range(2500))
    command = [sys.executable, "-m", "pipeline.cli", "produce", "-", "--feed", "desk"]
    done = subprocess.run(command, input=value, env=environment(wire), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert b"2500 confirmed by Kafka, 0 left out" in done.stdout
    records = sorted(read_to_end(wire, RAW), key=lambda record: int(record.value[4:9]))
    assert b"".join(record.value for record in records) == value


@pytest.mark.stack
def test_nothing_on_standard_input_is_said(wire: Settings) -> None:
    command = [sys.executable, "-m", "pipeline.cli", "produce", "-", "--format", "auto"]
    done = subprocess.run(command, input=b"", env=environment(wire), capture_output=True, check=False)
    assert done.returncode == 1
    assert b"standard input: empty" in done.stderr
