"""Bulk requests are cut by size, and each story keeps its own fate."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.failure import OperatorError
from pipeline.search.bulk import Fate, _answer, chunks


@given(st.lists(st.binary(max_size=50), max_size=40), st.integers(1, 100))
def test_chunks_keep_order_lose_nothing_and_stay_small(lines: list[bytes], most: int) -> None:
    groups = list(chunks(lines, most))
    assert [number for group in groups for number in group] == list(range(len(lines)))
    assert all(len(group) == 1 or sum(len(lines[n]) for n in group) <= most for group in groups)


@pytest.mark.parametrize(
    ("status", "kind", "fate"),
    [
        (200, "", Fate.INDEXED),
        (201, "", Fate.INDEXED),
        (409, "version_conflict_engine_exception", Fate.STALE),
        (400, "document_parsing_exception", Fate.REFUSED),
        (429, "es_rejected_execution_exception", Fate.RETRY),
        (500, "i_o_exception", Fate.RETRY),
        (503, "unavailable_shards_exception", Fate.RETRY),
        (403, "cluster_block_exception", Fate.RETRY),
    ],
)
def test_each_status_has_its_fate(status: int, kind: str, fate: Fate) -> None:
    assert _answer({"status": status, "error": {"type": kind}}, "stories-write").fate is fate


@pytest.mark.parametrize("status", [401, 403, 404])
def test_what_only_an_operator_can_mend_stops_the_worker(status: int) -> None:
    with pytest.raises(OperatorError):
        _answer({"status": status, "error": {"type": "security_exception"}}, "stories-write")
