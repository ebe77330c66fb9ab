"""Puts stories into the index by bulk requests, and tells of each what became of it.

Delivery guarantee: a story is reported `INDEXED` or `STALE` only when Elasticsearch said so for that very story.
Nothing is retried here: what is the world's fault is reported as `RETRY`, and the agent decides when.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from elasticsearch import ApiError, AsyncElasticsearch, TransportError

from pipeline.failure import OperatorError


class Fate(Enum):
    """What became of one story of a bulk request."""

    INDEXED = "indexed"
    STALE = "stale"
    """409: the index holds a newer version, or the same of newer rules. A success."""
    REFUSED = "refused"
    """400: the mapping takes it not; it will never be different. The story's fault."""
    TOO_LARGE = "too large"
    """413 for a request of this one story alone."""
    RETRY = "retry"
    """The world's fault: nothing was decided about the story."""


@dataclass(frozen=True)
class Answer:
    """The fate of one story, with Elasticsearch's own words where it is not a success."""

    fate: Fate
    detail: str = ""


RETRIABLE = frozenset({429, 502, 503, 504})
_REQUEST_WIDE = {401: "it does not know our credentials", 403: "our credentials may not write there"}


def chunks(lines: Sequence[bytes], most_bytes: int) -> Iterator[list[int]]:
    """Indexes of `lines` in groups of at most `most_bytes` (a single larger one is a group of its own)."""
    group: list[int] = []
    size = 0
    for number, line in enumerate(lines):
        if group and size + len(line) > most_bytes:
            yield group
            group, size = [], 0
        group.append(number)
        size += len(line)
    if group:
        yield group


async def bulk(client: AsyncElasticsearch, alias: str, lines: Sequence[bytes]) -> list[Answer]:
    """Send one bulk request to a write alias; one answer for each of `lines`, in order.

    A request that is too large is halved until it passes. Raises OperatorError on wrong credentials and where the
    alias is missing.
    """
    try:
        response = await client.perform_request(
            "POST",
            f"/{alias}/_bulk",
            params={"require_alias": "true", "filter_path": "items.*.status,items.*.error"},
            headers={"content-type": "application/x-ndjson", "accept": "application/json"},
            body=b"".join(lines),
        )
    except ApiError as error:
        return await _whole_request_failed(client, alias, lines, error)
    except TransportError as error:
        return [Answer(Fate.RETRY, str(error))] * len(lines)
    return [_answer(one["index"], alias) for one in response.body["items"]]


async def _whole_request_failed(
    client: AsyncElasticsearch, alias: str, lines: Sequence[bytes], error: ApiError
) -> list[Answer]:
    status = error.meta.status
    if status == 413 and len(lines) > 1:
        half = len(lines) // 2
        return await bulk(client, alias, lines[:half]) + await bulk(client, alias, lines[half:])
    if status == 413:
        return [Answer(Fate.TOO_LARGE, f"Elasticsearch takes no request of {len(lines[0])} bytes")]
    if status in RETRIABLE:
        return [Answer(Fate.RETRY, f"{status}: {error}")] * len(lines)
    if status in _REQUEST_WIDE:
        raise OperatorError(f"Elasticsearch answered {status}: {_REQUEST_WIDE[status]}. Mend WIRE_ELASTICSEARCH_*.")
    raise OperatorError(f"Elasticsearch answered {status} to a bulk request on {alias}: {error}.")


def _answer(result: dict[str, Any], alias: str) -> Answer:
    status = result["status"]
    if status in (200, 201):
        return Answer(Fate.INDEXED)
    error = result.get("error", {})
    if status == 409:
        return Answer(Fate.STALE, error.get("reason", ""))
    kind = error.get("type", "")
    cause = error.get("caused_by", {}).get("reason", "")
    detail = f"{status} {kind}: {error.get('reason', '')} {cause}".strip()
    if status in RETRIABLE or kind == "cluster_block_exception":  # a block (disk full, read-only) is lifted one day
        return Answer(Fate.RETRY, detail)
    if status == 400:
        return Answer(Fate.REFUSED, detail)
    if status == 404:
        raise OperatorError(f"the alias {alias} is missing ({detail}). Run `wire setup`.")
    raise OperatorError(f"Elasticsearch answered {detail}. Nothing was committed.")
