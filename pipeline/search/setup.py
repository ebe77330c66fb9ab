"""Makes index template, first index and aliases. Safe to run again; never deletes, never changes an index in place.

An index is as its mapping was when it was made. So the live index is compared with what this release would make, field
by field, and a difference is said with the way to a new index. What another release made is left alone: its template,
its index and its write alias have its own number in their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from elasticsearch import Elasticsearch

from pipeline.failure import OperatorError
from pipeline.search.client import connect
from pipeline.search.names import MAPPING_VERSION, Names
from pipeline.search.template import components, index_template, kills_index, readers_filter
from pipeline.settings import Settings

_TOLD = 6
"""Differences that a message lists; the rest is counted."""


def setup_search(settings: Settings) -> list[str]:
    """Make what is missing; returns a sentence for each thing. Raises OperatorError where only a person can decide."""
    names = Names(settings.index_prefix)
    with connect(settings) as client:
        put_template(client, settings)
        put_kills(client, settings)
        return [f"template {names.template}: mapping version {MAPPING_VERSION}", *_index(client, names)]


def put_template(client: Elasticsearch, settings: Settings) -> None:
    """Put the template of this release and its components; indexes that exist are not touched."""
    names = Names(settings.index_prefix)
    for name, body in components(names, settings.index_shards, settings.index_replicas).items():
        client.cluster.put_component_template(name=name, **body)
    client.indices.put_index_template(name=names.template, **index_template(names))


def put_kills(client: Elasticsearch, settings: Settings) -> None:
    """Make the index of kills where it is missing."""
    name = Names(settings.index_prefix).kills
    if not client.indices.exists(index=name):
        shape = {"number_of_shards": 1, "number_of_replicas": settings.index_replicas}
        client.indices.create(index=name, settings=shape, **kills_index())


def alias_actions(names: Names, index: str) -> list[dict[str, Any]]:
    """What puts an index of this release behind the three aliases."""
    return [
        {"add": {"index": index, "alias": names.readers, "filter": readers_filter()}},
        {"add": {"index": index, "alias": names.operators}},
        {"add": {"index": index, "alias": names.write, "is_write_index": True}},
    ]


def _index(client: Elasticsearch, names: Names) -> list[str]:
    if live := live_index(client, names):
        version = client.indices.get_mapping(index=live)[live]["mappings"].get("_meta", {}).get("mapping_version")
        if version != MAPPING_VERSION:
            raise OperatorError(
                f"readers see {live}, of mapping version {version}; this release makes version {MAPPING_VERSION}. "
                f"Nothing was changed; workers of the old release go on. {_way_on(names, live)}"
            )
        if differences := list(index_differences(client, names, live)):
            raise OperatorError(
                f"{live} is not as this release makes it: {_listed(differences)}. Nothing was changed. "
                f"{_way_on(names, live)}"
            )
        return [f"index {live}: exists, behind its aliases", *_filter(client, names, live)]
    index = names.index(MAPPING_VERSION)
    if not client.indices.exists(index=index):
        client.indices.create(index=index)
    client.indices.update_aliases(actions=alias_actions(names, index))
    return [f"index {index}: made, behind {names.readers}, {names.operators} and {names.write}"]


def live_index(client: Elasticsearch, names: Names) -> str | None:
    """The index behind the aliases; None before the first setup. Raises OperatorError where aliases name several."""
    found: set[str] = set()
    for alias in (names.operators, names.every_write):
        if client.indices.exists_alias(name=alias):
            found |= set(client.indices.get_alias(name=alias))
    if len(found) > 1:
        raise OperatorError(
            f"the aliases {names.operators} and {names.every_write} name several indexes: {', '.join(sorted(found))}. "
            "They must name one. Point them to the right one, then run `wire setup` again."
        )
    return found.pop() if found else None


def _way_on(names: Names, live: str) -> str:
    """The command that builds an index of this release beside the live one."""
    new = names.index(MAPPING_VERSION)
    if new == live or live.startswith(f"{new}-"):
        new = f"{new}-{_next(live, new)}"
    return f"Build the new index beside it, and swap: `wire replay stories --into {new} --promote`."


def _next(live: str, base: str) -> int:
    """`stories-v1` → 2, `stories-v1-2` → 3."""
    number = live.removeprefix(base).removeprefix("-")
    return int(number) + 1 if number.isdigit() else 2


def _listed(differences: list[str]) -> str:
    more = len(differences) - _TOLD
    return "; ".join(differences[:_TOLD]) + (f"; and {more} more" if more > 0 else "")


def _filter(client: Elasticsearch, names: Names, live: str) -> list[str]:
    """The readers' filter is no part of the index: a changed one is put in place."""
    aliases = client.indices.get_alias(index=live)[live]["aliases"]
    if aliases.get(names.readers, {}).get("filter") == readers_filter() and names.write in aliases:
        return []
    client.indices.update_aliases(actions=alias_actions(names, live))
    return [f"aliases {names.readers}, {names.operators}, {names.write}: put in place again for {live}"]


def index_differences(client: Elasticsearch, names: Names, live: str) -> Iterator[str]:
    """Each way in which an index differs from what this release would make, as Elasticsearch itself resolves it."""
    wanted = client.indices.simulate_template(name=names.template)["template"]
    found = client.indices.get(index=live, flat_settings=False)[live]
    meta = {
        name: value for name, value in found["mappings"].get("_meta", {}).items() if name in wanted["mappings"]["_meta"]
    }
    yield from _differences({**found["mappings"], "_meta": meta}, wanted["mappings"], "")
    for part in ("analysis", "query"):
        yield from _differences(
            found["settings"]["index"].get(part, {}), wanted["settings"]["index"].get(part, {}), f"{part}."
        )


def _differences(found: Any, wanted: Any, path: str) -> Iterator[str]:
    if isinstance(found, dict) and isinstance(wanted, dict):
        for name in sorted({*found, *wanted}):
            inner = f"{path}{name}"
            if name not in found:
                yield f"{_shown(inner)} is missing"
            elif name not in wanted:
                yield f"{_shown(inner)} is not wanted any more"
            else:
                yield from _differences(found[name], wanted[name], f"{inner}.")
    elif found != wanted:
        yield f"{_shown(path.rstrip('.'))} is {found}, wanted is {wanted}"


def _shown(path: str) -> str:
    """`properties.text.properties.ar` → `text.ar`, as people name fields."""
    return ".".join(part for part in path.split(".") if part != "properties")
