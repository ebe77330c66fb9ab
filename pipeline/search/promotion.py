"""Building a new index beside the live one, holding one against the other, and moving the aliases.

Guarantee: each move is one atomic request; no alias points nowhere or to two indexes in between. No index is deleted
except by `discard`, which refuses one that anybody reads or writes. What was replaced, and from which offsets on it has
missed stories, is written into the new index's mapping (`_meta`), so that the way back is known on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from msgspec import Struct, convert, structs

from pipeline.failure import OperatorError
from pipeline.search.names import MAPPING_VERSION, Names
from pipeline.search.setup import put_template
from pipeline.search.template import readers_filter
from pipeline.settings import Settings

PAGE = 2_000
"""Ids compared at once."""


class Promotion(Struct, frozen=True, kw_only=True):
    """How an index came to be the live one."""

    replaced: str
    """The index that was live before, and is kept."""
    at: float
    """Seconds since the epoch."""
    positions: dict[str, int]
    """By partition of `wire.stories`: from this offset on live stories went to the new index, not to the old one."""


class Behind(Struct, frozen=True):
    """A document that the candidate lacks, or has in an older version."""

    id: str
    wanted: int
    """External version in the live index."""
    found: int | None
    """External version in the candidate; None where it is not there."""


def building_alias(index: str) -> str:
    """Alias that a replay writes an index under construction through; it is the sign that one is."""
    return f"{index}-building"


def live_index(client: Elasticsearch, names: Names) -> str:
    """The one index that readers see. Raises OperatorError where there is none, or more than one."""
    return _only(client, names.readers)


def writers_index(client: Elasticsearch, names: Names) -> str:
    """The one index that live stories go to, of whatever release's mapping."""
    return _only(client, names.every_write)


def _only(client: Elasticsearch, alias: str) -> str:
    try:
        found = sorted(client.indices.get_alias(name=alias))
    except NotFoundError:
        raise OperatorError(f"there is no alias {alias}. Run `wire setup`.") from None
    if len(found) != 1:
        raise OperatorError(f"{alias} points to {', '.join(found)}; it must point to one index. Mend it by hand.")
    return found[0]


def begin_building(client: Elasticsearch, settings: Settings, index: str) -> None:
    """Make an index by this release's template, written through its building alias and not refreshed meanwhile."""
    put_template(client, settings)
    client.indices.create(
        index=index, settings={"index": {"refresh_interval": "-1"}}, aliases={building_alias(index): {}}
    )


def refuse_name(client: Elasticsearch, names: Names, index: str) -> None:
    """Raise OperatorError for a name that the template doesn't cover, and for that of an index that exists."""
    own = names.index(MAPPING_VERSION)
    if index != own and not index.startswith(f"{own}-"):
        raise OperatorError(
            f"{index} must be {own}, or begin with {own}-: only such an index gets this release's mapping"
        )
    if client.indices.exists(index=index):
        raise OperatorError(
            f"{index} exists, and no replay into it is known here. Name another, or throw it away with --discard."
        )


def reopen_building(client: Elasticsearch, index: str) -> None:
    """Let an index that exists be written through a building alias (again)."""
    if not client.indices.exists(index=index):
        raise OperatorError(f"{index} is gone; its replay can't go on. Begin anew with --afresh.")
    client.indices.put_alias(index=index, name=building_alias(index))


def end_building(client: Elasticsearch, index: str) -> int:
    """Give the index the template's refresh interval and make everything visible; how many documents it holds."""
    simulated = client.indices.simulate_index_template(name=index)["template"]["settings"]
    interval = simulated.get("index", {}).get("refresh_interval")
    client.indices.put_settings(index=index, settings={"index": {"refresh_interval": interval}})
    client.indices.refresh(index=index)
    return count(client, index)


def count(client: Elasticsearch, index: str) -> int:
    """Documents of an index."""
    return int(client.count(index=index)["count"])


def behind(client: Elasticsearch, live: str, candidate: str, scale: int = 1) -> Iterator[Behind]:
    """Every document of the live index that the candidate lacks or has in an older version.

    With `scale` above 1 versions are compared divided by it: with `identity.GENERATIONS` the rules' generation doesn't
    matter. Reads both indexes in full: some thousand documents a second.
    """
    client.indices.refresh(index=live)
    point = client.open_point_in_time(index=live, keep_alive="5m")["id"]
    try:
        after = None
        while True:
            page = client.search(
                pit={"id": point, "keep_alive": "5m"},
                size=PAGE,
                sort="_shard_doc",
                version=True,
                source=False,
                search_after=after,
                track_total_hits=False,
            )["hits"]["hits"]
            if not page:
                return
            after = page[-1]["sort"]
            yield from _behind({hit["_id"]: hit["_version"] for hit in page}, client, candidate, scale)
    finally:
        client.close_point_in_time(id=point)


def still_behind(client: Elasticsearch, candidate: str, found: Iterable[Behind], scale: int = 1) -> list[Behind]:
    """Those of the documents found before that the candidate still lacks, or has older than was wanted then."""
    wanted = {one.id: one.wanted for one in found}
    return list(_behind(wanted, client, candidate, scale))


def _behind(wanted: dict[str, int], client: Elasticsearch, candidate: str, scale: int) -> Iterator[Behind]:
    if not wanted:
        return
    docs = client.mget(index=candidate, ids=list(wanted), source=False)["docs"]
    for doc in docs:
        version = doc["_version"] if doc.get("found") else None
        if version is None or version // scale < wanted[doc["_id"]] // scale:
            yield Behind(doc["_id"], wanted[doc["_id"]], version)


def move_writers(client: Elasticsearch, names: Names, old: str, new: str) -> None:
    """Live stories go to the new index from now on; readers still see the old one.

    The write alias carries the number of the new index's mapping: workers of a release with another one stop, and what
    they had in work is left for those that come.
    """
    to = names.write_of(mapping_version(client, new))
    client.indices.update_aliases(
        actions=[
            {"remove": {"index": old, "alias": names.every_write, "must_exist": True}},
            {"add": {"index": new, "alias": to, "is_write_index": True}},
        ]
    )


def move_readers(client: Elasticsearch, names: Names, old: str, new: str) -> None:
    """Everything that points to the old index points to the new one at once: ours, and whatever else people made."""
    actions: list[dict[str, Any]] = []
    for alias, definition in client.indices.get_alias(index=old)[old]["aliases"].items():
        if alias == building_alias(old) or fnmatchcase(alias, names.every_write):
            continue
        shown = {**definition, "filter": readers_filter()} if alias == names.readers else definition
        actions += [
            {"remove": {"index": old, "alias": alias, "must_exist": True}},
            {"add": {"index": new, "alias": alias, **shown}},
        ]
    actions.append({"remove": {"index": new, "alias": building_alias(new), "must_exist": False}})
    client.indices.update_aliases(actions=actions)


def mapping_version(client: Elasticsearch, index: str) -> int:
    """The number of the mapping that an index was made with. Raises OperatorError where it is none of ours."""
    version = _meta(client, index).get("mapping_version")
    if not isinstance(version, int):
        raise OperatorError(f"{index} does not say which version of the mapping it has; it was not made by `wire`")
    return version


def remember(client: Elasticsearch, index: str, promotion: Promotion) -> None:
    """Write into an index what it is to replace; done before any alias moves."""
    meta = {**_meta(client, index), "promotion": structs.asdict(promotion)}
    client.indices.put_mapping(index=index, meta=meta)


def promotion_of(client: Elasticsearch, index: str) -> Promotion | None:
    """What an index replaced; None where it replaced none."""
    noted = _meta(client, index).get("promotion")
    return convert(noted, Promotion) if noted else None


def discard(client: Elasticsearch, names: Names, index: str) -> int:
    """Delete an index that was built and is not wanted; how many documents it held.

    Raises OperatorError where readers or writers use it, or a rollback would go back to it.
    """
    if not index.startswith(f"{names.prefix}stories-v") or not client.indices.exists(index=index):
        raise OperatorError(f"there is no index {index} of stories")
    used = set(client.indices.get_alias(index=index)[index]["aliases"]) - {building_alias(index)}
    if used:
        raise OperatorError(f"{index} is behind {', '.join(sorted(used))}. Nothing was deleted.")
    promotion = promotion_of(client, live_index(client, names))
    if promotion and promotion.replaced == index:
        raise OperatorError(
            f"{index} is what --rollback would go back to. Nothing was deleted. If you are sure, delete it by hand."
        )
    held = count(client, index)
    client.indices.delete(index=index)
    return held


def _meta(client: Elasticsearch, index: str) -> dict[str, Any]:
    return dict(client.indices.get_mapping(index=index)[index]["mappings"].get("_meta", {}))
