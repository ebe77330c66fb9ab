"""What the index holds of certain stories: versions, and documents where they are wanted. Only reads.

Guarantee: an answer is what Elasticsearch has under that id now, refreshed or not (multi-get reads what is written).
While Elasticsearch is away the question is asked again without limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from elasticsearch import ApiError, AsyncElasticsearch, TransportError

from pipeline.agents.backoff import waits
from pipeline.failure import OperatorError
from pipeline.search.bulk import RETRIABLE

log = structlog.get_logger()

T = TypeVar("T")


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
    unique = list(dict.fromkeys(ids))
    answer = await asked(index, lambda: client.mget(index=index, ids=unique, source=sources))
    docs = answer["docs"]
    for doc in docs:
        if "error" in doc:
            raise OperatorError(f"{index} can't be asked for {doc['_id']}: {doc['error'].get('reason')}")
    return {doc["_id"]: Indexed(doc["_version"], doc.get("_source", {})) for doc in docs if doc["found"]}


async def asked(index: str, ask: Callable[[], Awaitable[T]]) -> T:
    """The answer to a question to Elasticsearch, asked again without limit while it is away.

    Raises OperatorError where it answers that it won't.
    """
    for wait in waits():
        try:
            return await ask()
        except ApiError as error:
            if error.meta.status not in RETRIABLE:
                raise OperatorError(f"Elasticsearch answered {error.meta.status} about {index}: {error}.") from error
            why = str(error)
        except TransportError as error:
            why = str(error)
        log.warning("elasticsearch does not answer; trying again", error=why)
        await asyncio.sleep(wait)
    raise AssertionError("waits() has no end")
