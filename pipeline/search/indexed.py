"""What the index holds of certain stories: versions, and documents where they are wanted. Only reads.

Guarantee: an answer is what Elasticsearch has under that id now, refreshed or not (multi-get reads what is written).
While Elasticsearch is away the question is asked again without limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from elasticsearch import ApiError, AsyncElasticsearch, TransportError

from pipeline.agents.backoff import waits
from pipeline.failure import OperatorError
from pipeline.search.bulk import RETRIABLE

log = structlog.get_logger()


@dataclass(frozen=True)
class Indexed:
    """A document's external version, and the document itself where it was asked for."""

    version: int
    source: Mapping[str, Any]


async def indexed(
    client: AsyncElasticsearch, index: str, ids: Sequence[str], *, sources: bool = False
) -> dict[str, Indexed]:
    """Of each id what an index (or an alias of one) holds; ids that are not there are left out.

    Raises OperatorError where the index is missing or may not be read.
    """
    if not ids:
        return {}
    docs = await _asked(client, index, list(dict.fromkeys(ids)), sources)
    for doc in docs:
        if "error" in doc:
            raise OperatorError(f"{index} can't be asked for {doc['_id']}: {doc['error'].get('reason')}")
    return {doc["_id"]: Indexed(doc["_version"], doc.get("_source", {})) for doc in docs if doc["found"]}


async def _asked(client: AsyncElasticsearch, index: str, ids: list[str], sources: bool) -> list[dict[str, Any]]:
    for wait in waits():
        try:
            answer = await client.mget(index=index, ids=ids, source=sources)
            return list(answer["docs"])
        except ApiError as error:
            if error.meta.status not in RETRIABLE:
                raise OperatorError(f"Elasticsearch answered {error.meta.status} about {index}: {error}.") from error
            why = str(error)
        except TransportError as error:
            why = str(error)
        log.warning("elasticsearch does not answer; trying again", error=why)
        await asyncio.sleep(wait)
    raise AssertionError("waits() has no end")
