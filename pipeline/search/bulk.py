"""Puts stories into the index by bulk requests, and tells of each what became of it.

Kills that name other stories are carried out on the way (`kills.py`), whoever sends the request.

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
from pipeline.search.client import SERVER_WAITS
from pipeline.search.kills import Kills, UnsettledError, as_killed, facts_of


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


RETRIABLE = frozenset({429, 500, 502, 503, 504})
"""500 is what a shard says whose node has trouble with its disk: it passes, and to stop the feed would not help."""
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
    kills = Kills(client, alias, [facts_of(line) for line in lines])
    try:
        dead = await kills.dead()
        sent = [as_killed(line) if number in dead else line for number, line in enumerate(lines)]
        answers = await _send(client, alias, sent)
        final = [number for number, answer in enumerate(answers) if answer.fate in (Fate.INDEXED, Fate.STALE)]
        await kills.carry_out(final)
        late = [number for number in await kills.dead() if number not in dead]
        if late:  # killed while they were on their way
            again = await _send(client, alias, [as_killed(lines[number]) for number in late])
            for number, answer in zip(late, again, strict=True):
                answers[number] = answer
    except ApiError as error:
        return _answers_to_all(lines, alias, error)
    except (TransportError, UnsettledError) as error:
        return [Answer(Fate.RETRY, str(error))] * len(lines)
    return answers


async def _send(client: AsyncElasticsearch, alias: str, lines: Sequence[bytes]) -> list[Answer]:
    try:
        response = await client.perform_request(
            "POST",
            f"/{alias}/_bulk",
            params={
                "require_alias": "true",
                "filter_path": "items.*.status,items.*.error",
                "timeout": SERVER_WAITS,
            },
            headers={"content-type": "application/x-ndjson", "accept": "application/json"},
            body=b"".join(lines),
        )
    except ApiError as error:
        if error.meta.status == 413 and len(lines) > 1:
            half = len(lines) // 2
            return await _send(client, alias, lines[:half]) + await _send(client, alias, lines[half:])
        return _answers_to_all(lines, alias, error)
    return [_answer(one["index"], alias) for one in response.body["items"]]


def _answers_to_all(lines: Sequence[bytes], alias: str, error: ApiError) -> list[Answer]:
    """What an error of a whole request means for each of its stories."""
    status = error.meta.status
    if status == 413 and len(lines) == 1:
        return [Answer(Fate.TOO_LARGE, f"Elasticsearch takes no request of {len(lines[0])} bytes")]
    if status in RETRIABLE:
        return [Answer(Fate.RETRY, f"{status}: {error}")] * len(lines)
    if status in _REQUEST_WIDE:
        raise OperatorError(f"Elasticsearch answered {status}: {_REQUEST_WIDE[status]}. Mend WIRE_ELASTICSEARCH_*.")
    raise OperatorError(f"Elasticsearch answered {status} to a bulk request on {alias}: {error}. Run `wire setup`?")


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
