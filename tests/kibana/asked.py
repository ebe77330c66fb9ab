"""What Kibana would ask Elasticsearch for an object, read from the object's own JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Use:
    """A field that an object names, and what it is used for."""

    field: str
    purpose: str


FIT = {
    "time": {"date"},
    "column": None,
    "sort": {"date", "keyword", "long", "integer", "byte", "float", "boolean"},
    "terms": {"keyword", "boolean", "long", "integer", "byte"},
    "max": {"date", "long", "integer", "byte", "float"},
    "date_histogram": {"date"},
    "point": {"geo_point"},
    "choice": {"keyword", "boolean", "long", "integer", "byte"},
    "term": {"keyword", "boolean", "long", "integer", "byte"},
    "range": {"date", "long", "integer", "byte", "float"},
    "exists": None,
}
"""Purpose → types of the mapping that serve it; None: any."""


def inside(text: str) -> Any:
    return json.loads(text)


def search_source(one: Json) -> Json:
    found: Json = inside(one["attributes"]["kibanaSavedObjectMeta"]["searchSourceJSON"])
    return found


def layer(one: Json) -> Json:
    (found,) = one["attributes"]["state"]["datasourceStates"]["formBased"]["layers"].values()
    return dict(found)


def filters(one: Json) -> list[Json]:
    """The queries of the pills above an object, as Kibana sends them."""
    if one["type"] == "search":
        return [pill["query"] for pill in search_source(one)["filter"]]
    if one["type"] == "lens":
        return [pill["query"] for pill in one["attributes"]["state"]["filters"]]
    return []


def names_used(one: Json) -> set[str]:
    """The names by which an object refers to others inside itself."""
    attributes = one["attributes"]
    if one["type"] == "search":
        source = search_source(one)
        return {source["indexRefName"], *(pill["meta"]["indexRefName"] for pill in source["filter"])}
    if one["type"] == "lens":
        layers = attributes["state"]["datasourceStates"]["formBased"]["layers"]
        used = {f"indexpattern-datasource-layer-{name}" for name in layers}
        return used | {pill["meta"]["index"] for pill in attributes["state"]["filters"]}
    if one["type"] == "map":
        sources = [each["sourceDescriptor"] for each in inside(attributes["layerListJSON"])]
        return {source["indexPatternRefName"] for source in sources if "indexPatternRefName" in source}
    if one["type"] == "dashboard":
        panels = inside(attributes["panelsJSON"])
        controls = inside(attributes["controlGroupInput"]["panelsJSON"])
        return {f"{panel['panelIndex']}:{panel['panelRefName']}" for panel in panels} | {
            f"controlGroup_{name}:optionsListDataView" for name in controls
        }
    return set()


def fields_used(one: Json) -> Iterator[Use]:
    """Every field that an object names."""
    attributes = one["attributes"]
    if one["type"] == "index-pattern":
        yield Use(attributes["timeFieldName"], "time")
        yield from (Use(name, "column") for name in inside(attributes["fieldAttrs"]))
    if one["type"] == "search":
        yield from (Use(name, "column") for name in attributes["columns"])
        yield from (Use(name, "sort") for name, _ in attributes["sort"])
    if one["type"] == "lens":
        columns = layer(one)["columns"].values()
        yield from (Use(c["sourceField"], c["operationType"]) for c in columns if c["operationType"] != "count")
    if one["type"] == "map":
        for each in inside(attributes["layerListJSON"]):
            if "geoField" in each["sourceDescriptor"]:
                yield Use(each["sourceDescriptor"]["geoField"], "point")
    if one["type"] == "dashboard":
        for control in inside(attributes["controlGroupInput"]["panelsJSON"]).values():
            yield Use(control["explicitInput"]["fieldName"], "choice")
    for query in filters(one):
        yield from _of_query(query)


def _of_query(query: Any) -> Iterator[Use]:
    if isinstance(query, list):
        for one in query:
            yield from _of_query(one)
        return
    ((kind, what),) = query.items()
    if kind == "bool":
        for clauses in what.values():
            yield from _of_query(clauses)
    elif kind == "exists":
        yield Use(what["field"], "exists")
    else:
        yield from (Use(name, kind) for name in what)


def request(one: Json) -> Json:
    """The body of the search that Kibana sends for a saved search, a chart or a map."""
    query = {"bool": {"filter": [{"match_all": {}}, *filters(one)]}}
    body: Json = {"query": query, "size": 0, "track_total_hits": True}
    if one["type"] == "search":
        sort = [{name: {"order": order, "unmapped_type": "boolean"}} for name, order in one["attributes"]["sort"]]
        columns = one["attributes"]["columns"]
        return {**body, "size": 500, "sort": sort, "fields": ["uri", *columns], "_source": False}
    if one["type"] == "lens":
        found = layer(one)
        order: list[str] = found["columnOrder"]
        return {**body, **_aggregations([(name, found["columns"][name]) for name in order])}
    if one["type"] == "map":
        (source,) = [
            d for each in inside(one["attributes"]["layerListJSON"]) if "geoField" in (d := each["sourceDescriptor"])
        ]
        return {**body, "aggs": {"grid": {"geotile_grid": {"field": source["geoField"], "precision": 8}}}}
    return body


def _aggregations(columns: list[tuple[str, Json]]) -> Json:
    """Each grouping inside the one before it, the measure innermost."""
    if not columns:
        return {}
    (name, column), *rest = columns
    kind = column["operationType"]
    if kind == "count":  # the number of documents of a bucket needs no aggregation
        return _aggregations(rest)
    if kind == "max":
        return {"aggs": {name: {"max": {"field": column["sourceField"]}}}}
    if kind == "date_histogram":
        own = {"field": column["sourceField"], "fixed_interval": column["params"]["interval"], "min_doc_count": 0}
        return {"aggs": {name: {"date_histogram": own, **_aggregations(rest)}}}
    assert kind == "terms", kind
    params = column["params"]
    by = params["orderBy"]["columnId"]
    measured = dict(rest)[by]["operationType"]
    own = {"field": column["sourceField"], "size": params["size"]}
    own["order"] = {"_count" if measured == "count" else by: params["orderDirection"]}
    return {"aggs": {name: {"terms": own, **_aggregations(rest)}}}
