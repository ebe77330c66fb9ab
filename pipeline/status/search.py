"""What Elasticsearch knows of the pipeline: health, disks, indexes, and the feeds by their stories. Only asks.

Guarantee: bounded. Feeds come from aggregations; no document is fetched.
"""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from pipeline.failure import OperatorError
from pipeline.search.client import connect
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.status.report import DiskStatus, IndexStatus, Rhythm, SearchStatus, Source
from pipeline.status.silence import DAYS_OF_HISTORY, HOUR_MS, rhythm_of
from pipeline.status.watermark import limits_of

FEEDS = 80
"""Feeds that are told of, those with the most stories first: with an hour each of four weeks, below the 65,536 buckets
that one answer may have."""
LANGUAGES = 40
_BLOCKS = ("read_only_allow_delete", "read_only", "write")
"""Elasticsearch sets the first itself past the flood-stage watermark, and takes it away when there is room again."""
ANSWER_SECONDS = 10.0
"""How long each question waits for its answer: a status that hangs is none."""
MASTER_WAITS = "5s"
"""Less than that: an Elasticsearch without a master is asked for it, and says that it has none."""


def look_at_search(settings: Settings, now: int) -> SearchStatus:
    """Health, disks, indexes and feeds. Raises TransportError, ApiError, and OperatorError where nothing is set up."""
    names = Names(settings.index_prefix)
    with connect(settings) as client:
        asking = client.options(request_timeout=ANSWER_SECONDS)
        pattern = f"{settings.index_prefix}stories-v*"  # first: without a master all else hangs, and this says so
        health = asking.cluster.health(index=pattern, master_timeout=MASTER_WAITS)["status"]
        indexes = _indexes(asking, names)
        sources, rhythms = _feeds(asking, names, now)
        return SearchStatus(
            health=health,
            disks=_disks(asking),
            indexes=indexes,
            sources=sources,
            rhythms=rhythms,
        )


def _indexes(client: Elasticsearch, names: Names) -> list[IndexStatus]:
    pattern = f"{names.prefix}stories-v*"
    found = client.indices.get(index=pattern)
    if not any(names.operators in one.get("aliases", {}) for one in found.values()):
        raise OperatorError(f"no index is behind the alias {names.operators}. Run `wire setup`.")
    return [
        IndexStatus(
            name=name,
            aliases=sorted(one["aliases"]),
            documents=client.count(index=name)["count"],
            mapping_version=one["mappings"].get("_meta", {}).get("mapping_version"),
            generations=_generations(client, name) if names.operators in one["aliases"] else {},
            read_only=_is_read_only(one["settings"]["index"].get("blocks", {})),
        )
        for name, one in sorted(found.items())
    ]


def _generations(client: Elasticsearch, index: str) -> dict[str, int]:
    answer = client.search(index=index, size=0, aggs={"of": {"terms": {"field": "generation", "size": 100}}})
    return {str(bucket["key"]): bucket["doc_count"] for bucket in answer["aggregations"]["of"]["buckets"]}


def _is_read_only(blocks: dict[str, Any]) -> bool:
    return any(str(value) == "true" for name, value in blocks.items() if name in _BLOCKS)


def _disks(client: Elasticsearch) -> list[DiskStatus]:
    """Of each node, against the watermarks as set at run time, else in the configuration, else by default."""
    answer = client.cluster.get_settings(include_defaults=True, flat_settings=True)
    settings = {**answer["defaults"], **answer["persistent"], **answer["transient"]}
    found = []
    for node in client.nodes.stats(metric="fs")["nodes"].values():
        disks = node["fs"].get("data") or [node["fs"]["total"]]
        used, total = max((_used(disk), disk["total_in_bytes"]) for disk in disks)
        found.append(DiskStatus(node=node["name"], used=used, limits=limits_of(settings, total)))
    return found


def _used(disk: dict[str, Any]) -> float:
    total = disk["total_in_bytes"]
    return round(1 - disk["available_in_bytes"] / total, 4) if total else 0.0


def _feeds(client: Elasticsearch, names: Names, now: int) -> tuple[list[Source], list[Rhythm]]:
    start = (now // HOUR_MS - (DAYS_OF_HISTORY + 1) * 24) * HOUR_MS
    last = {"max": {"field": "versioncreated"}}
    recent = {"range": {"versioncreated": {"gte": start, "lte": now, "format": "epoch_millis"}}}
    hours = {"date_histogram": {"field": "versioncreated", "fixed_interval": "1h", "min_doc_count": 1}}
    feeds = {"terms": {"field": "feed", "size": FEEDS}}
    answer = client.search(
        index=names.operators,
        size=0,
        track_total_hits=False,
        query={"range": {"versioncreated": {"lte": now, "format": "epoch_millis"}}},
        aggs={
            "feeds": {
                **feeds,
                "aggs": {
                    "languages": {"terms": {"field": "language", "size": LANGUAGES}, "aggs": {"last": last}},
                    "last": last,
                },
            },
            "recent": {"filter": recent, "aggs": {"feeds": {**feeds, "aggs": {"hours": hours}}}},
        },
    )["aggregations"]
    sources, rhythms = [], []
    by_hour = {
        feed["key"]: {int(hour["key"]) // HOUR_MS: hour["doc_count"] for hour in feed["hours"]["buckets"]}
        for feed in answer["recent"]["feeds"]["buckets"]
    }
    for feed in answer["feeds"]["buckets"]:
        rhythms.append(rhythm_of(feed["key"], by_hour.get(feed["key"], {}), int(feed["last"]["value"]), now))
        for language in feed["languages"]["buckets"]:
            sources.append(
                Source(
                    feed=feed["key"],
                    language=language["key"],
                    stories=language["doc_count"],
                    last=int(language["last"]["value"]),
                )
            )
    return sources, rhythms
