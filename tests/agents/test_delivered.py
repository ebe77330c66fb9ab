"""The books of one partition: the offset to commit is never past a record that is not final."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.agents.transport import Delivered


@given(st.sets(st.integers(0, 200), min_size=1), st.randoms(use_true_random=False))
def test_position_is_one_past_the_last_of_the_leading_final_records(offsets: set[int], random: object) -> None:
    log = sorted(offsets)
    delivered = Delivered()
    for offset in log:
        delivered.note(offset)
    acked: set[int] = set()
    order = log[:]
    random.shuffle(order)  # type: ignore[attr-defined]
    for offset in order:
        delivered.ack(offset)
        acked.add(offset)
        leading = [one for number, one in enumerate(log) if set(log[: number + 1]) <= acked]
        assert delivered.position == (leading[-1] + 1 if leading else None)


def test_records_read_again_start_the_book_anew() -> None:
    delivered = Delivered()
    for offset in (5, 6, 7):
        delivered.note(offset)
    delivered.ack(5)
    delivered.note(5)  # after a seek
    delivered.ack(7)
    assert delivered.position is None
