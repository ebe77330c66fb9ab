"""Of the stories that a search found, the latest of each series. Reads only; asks again for their neighbours.

Which stories are in a series follows from what the alias shows now (`series.py`): the same for readers whatever came
first, and never from a killed or embargoed story that they may not see.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pipeline.search.query import Json
from pipeline.search.series import GAP, MATERIAL, Member, linked, member, series_of

ROUNDS = 3
"""How often neighbours of neighbours are asked for."""
MOST_NEIGHBOURS = 500

Ask = Callable[[Json], Any]


class Series:
    """The series of stories that were found, with their members that weren't."""

    def __init__(self, sources: Sequence[Json], ask: Ask) -> None:
        """`sources` are documents with `MATERIAL`; `ask` sends a search to the alias that they came from."""
        self._members = {one.uri: one for one in map(member, sources)}
        edge = list(self._members.values())
        for _ in range(ROUNDS):
            if not edge:
                break
            edge = self._neighbours(edge, ask)
        self._series = series_of(self._members.values())

    def _neighbours(self, edge: Sequence[Member], ask: Ask) -> list[Member]:
        """Members of the same series as one of `edge` that weren't known."""
        hits = ask(_neighbours_query(edge))["hits"]["hits"]
        candidates = (member(hit["_source"]) for hit in hits)
        found = [
            one for one in candidates if one.uri not in self._members and any(linked(one, other) for other in edge)
        ]
        self._members |= {one.uri: one for one in found}
        return found

    def of(self, uri: str) -> str:
        """The id of a story's series: the uri of its first story."""
        return self._series[uri]

    def members(self, series: str) -> list[Member]:
        """The series' stories, newest first."""
        of_it = (one for uri, one in self._members.items() if self._series[uri] == series)
        return sorted(of_it, key=lambda one: one.age, reverse=True)


def _neighbours_query(edge: Sequence[Member]) -> Json:
    clauses: list[Json] = []
    for one in edge:
        window = {"gte": (one.created - GAP).isoformat(), "lte": (one.created + GAP).isoformat()}
        near: list[Json] = [{"terms": {"series_keys": sorted(one.keys)}}, {"range": {"versioncreated": window}}]
        clauses.append({"bool": {"filter": near}})
    clauses.append({"terms": {"replaces": [one.uri for one in edge]}})
    if replaced := sorted({uri for one in edge for uri in one.replaces}):
        clauses.append({"terms": {"uri": replaced}})
    return {
        "size": MOST_NEIGHBOURS,
        "query": {"bool": {"filter": [{"bool": {"should": clauses, "minimum_should_match": 1}}]}},
        "_source": MATERIAL,
        "sort": [{"versioncreated": "desc"}, {"uri": "asc"}],
    }
