"""Kills that name other stories: what a killed uri takes with it, whatever comes first.

A story is killed by its own uri (a version like any other: it supersedes). It is killed too by a kill under another uri
that names it in `replaces`, and by a kill of a story that it names itself in `replaces`, being a later form of it (an
alert's update comes under a new uri). Only what is older than the kill is reached: the corrected story that follows a
kill and names the killed one is news.

    kill arrives:   write it down by each uri ► refresh ► find older stories it reaches ► rewrite them as canceled
    story arrives:  look its uris up ► index (as canceled, if killed) ► look them up again

Delivery guarantee: of a kill and a story that arrive at once, at least one sees the other: the story is indexed before
its second look, the kill is written down before it searches. Nothing is reported as indexed before that is done, and
all of it can be repeated. What is written down only grows, so the outcome doesn't depend on the order, nor on how often
something comes; and it outlives the index, so a rebuilt one knows every kill even when `wire.stories` has compacted it
away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from elasticsearch import AsyncElasticsearch
from msgspec import Struct

from pipeline.failure import OperatorError
from pipeline.search.client import SERVER_WAITS
from pipeline.search.names import Names, document_id

PAGE = 500
_URIS = 200
"""Uris of one search: four clauses each, of the 1,024 that Elasticsearch takes."""
_JSON = {"content-type": "application/json", "accept": "application/json"}
_LINES = {"content-type": "application/x-ndjson", "accept": "application/json"}


class UnsettledError(Exception):
    """A kill could not be carried out now, by no fault of the story's: to be tried again."""


class Facts(Struct, frozen=True):
    """What of a document decides about kills."""

    uri: str
    version: int
    pubstatus: str
    replaces: list[str] = []

    @property
    def kills(self) -> bool:
        """Whether it is a kill."""
        return self.pubstatus == "canceled"


_decode_facts = msgspec.json.Decoder(Facts).decode
_encode = msgspec.json.Encoder().encode


def facts_of(line: bytes) -> Facts:
    """The facts of two lines of a bulk request."""
    return _decode_facts(line.split(b"\n", 2)[1])


def as_killed(line: bytes) -> bytes:
    """The same two lines, of the same version, as a story that another one killed."""
    action, document, _ = line.split(b"\n", 2)
    return action + b"\n" + _encode(_killed(msgspec.json.decode(document))) + b"\n"


def _killed(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "pubstatus": "canceled", "killed_by_name": True}


class Kills:
    """The kills in a batch, and those that reach it."""

    def __init__(self, client: AsyncElasticsearch, alias: str, batch: Sequence[Facts]) -> None:
        self._client = client
        self._alias = alias
        self._known = Names.around(alias).kills
        self._batch = batch

    async def dead(self) -> set[int]:
        """Which of the batch a kill that is written down reaches. Raises OperatorError, UnsettledError."""
        asked = {number: one for number, one in enumerate(self._batch) if not one.kills}
        if not asked:
            return set()
        uris = sorted({uri for one in asked.values() for uri in (one.uri, *one.replaces)})
        ids = {"ids": [document_id(uri) for uri in uris]}
        answer = await self._client.perform_request("POST", f"/{self._known}/_mget", headers=_JSON, body=ids)
        killed: dict[str, int] = {}
        for uri, found in zip(uris, answer.body["docs"], strict=True):
            if "error" in found:
                raise self._not_looked_up(found["error"])
            if found["found"]:
                killed[uri] = found["_source"]["version"]
        return {number for number, one in asked.items() if killed and _reached(one, killed)}

    def _not_looked_up(self, error: dict[str, Any]) -> Exception:
        """A missing index is an operator's to make; all else (a shard that is not there yet) is the world's."""
        said = f"kills can't be looked up in {self._known}: {error.get('type')}: {error.get('reason')}"
        if error.get("type") == "index_not_found_exception":
            return OperatorError(f"{said}. Run `wire setup`.")
        return UnsettledError(said)

    async def carry_out(self, numbers: Iterable[int]) -> None:
        """Write down the kills among these of the batch, and cancel what they reach in the index."""
        killed: dict[str, int] = {}
        for number in numbers:
            one = self._batch[number]
            for uri in (one.uri, *one.replaces) if one.kills else ():
                killed[uri] = max(one.version, killed.get(uri, 0))
        if not killed:
            return
        await self._index(self._known, (_note(uri, version) for uri, version in killed.items()))
        await self._client.indices.refresh(index=self._alias)
        uris = list(killed)
        for at in range(0, len(uris), _URIS):
            reached = {uri: killed[uri] for uri in uris[at : at + _URIS]}
            while rewritten := await self._reached_by(reached):
                await self._index(self._alias, rewritten)
                await self._client.indices.refresh(index=self._alias)

    async def _reached_by(self, killed: dict[str, int]) -> list[bytes]:
        """Documents in the index that these kills reach, not yet canceled, as the bulk lines that cancel them."""
        clauses = [
            {"bool": {"filter": [{"term": {name: uri}}, {"range": {"version": {"lt": version}}}]}}
            for uri, version in killed.items()
            for name in ("uri", "replaces")
        ]
        living = {
            "bool": {"should": clauses, "must_not": [{"term": {"pubstatus": "canceled"}}], "minimum_should_match": 1}
        }
        body = {"query": living, "version": True, "size": PAGE}
        whole = {"allow_partial_search_results": "false"}  # a shard left out would leave its stories alive
        answer = await self._client.perform_request(
            "POST", f"/{self._alias}/_search", params=whole, headers=_JSON, body=body
        )
        return [_rewritten(hit) for hit in answer.body["hits"]["hits"]]

    async def _index(self, index: str, lines: Iterable[bytes]) -> None:
        """Bulk request of which each part must be taken, or be superseded (409)."""
        waits = {"timeout": SERVER_WAITS}
        answer = await self._client.perform_request(
            "POST", f"/{index}/_bulk", params=waits, headers=_LINES, body=b"".join(lines)
        )
        for one in answer.body["items"]:
            if one["index"]["status"] not in (200, 201, 409):
                raise UnsettledError(f"a kill can't be carried out yet: {one['index']}")


def _reached(story: Facts, killed: dict[str, int]) -> bool:
    return any(killed.get(uri, 0) > story.version for uri in (story.uri, *story.replaces))


def _rewritten(hit: dict[str, Any]) -> bytes:
    """A document of the index, of the same version, canceled; a newer one that came meanwhile stands against it."""
    action = {"index": {"_id": hit["_id"], "version": hit["_version"], "version_type": "external_gte"}}
    return _encode(action) + b"\n" + _encode(_killed(hit["_source"])) + b"\n"


def _note(uri: str, version: int) -> bytes:
    action = {"index": {"_id": document_id(uri), "version": version, "version_type": "external_gte"}}
    return _encode(action) + b"\n" + _encode({"uri": uri, "version": version}) + b"\n"
