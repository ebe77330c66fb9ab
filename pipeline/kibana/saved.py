"""What every saved object of Kibana is made of: its envelope, references, and the filters shown as pills. Pure.

Kibana keeps much of an object as JSON inside a string, and names no other object in it: it says a reference's name
there, and the list `references` says which object that is. The form is that of Kibana 8.9, read from what Elastic
publishes with its integrations; Kibana 9 migrates it when it imports. A newer form than it knows it would refuse.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Json = dict[str, Any]
Type = Literal["index-pattern", "search", "lens", "map", "visualization", "dashboard"]

CORE_VERSION = "8.8.0"
TYPE_VERSIONS: dict[Type, str] = {
    "index-pattern": "8.0.0",
    "search": "8.0.0",
    "lens": "8.9.0",
    "map": "8.4.0",
    "visualization": "8.5.0",
    "dashboard": "8.9.0",
}
"""Version of the form of each type: all that 8.9 exports, so all that any 9 can migrate."""


@dataclass(frozen=True)
class Saved:
    """A saved object as a line of the file that Kibana imports."""

    type: Type
    id: str
    attributes: Json
    references: tuple[Json, ...] = ()

    def refer(self, name: str) -> Json:
        """How another object refers to this one, by a name that it uses inside."""
        return {"type": self.type, "id": self.id, "name": name}

    def line(self) -> str:
        """One line of NDJSON, the same at each call."""
        whole = {
            "type": self.type,
            "id": self.id,
            "attributes": self.attributes,
            "references": list(self.references),
            "coreMigrationVersion": CORE_VERSION,
            "typeMigrationVersion": TYPE_VERSIONS[self.type],
        }
        return json.dumps(whole, ensure_ascii=False, sort_keys=True)


def ndjson(objects: Iterable[Saved]) -> str:
    """The file that Kibana imports."""
    return "".join(one.line() + "\n" for one in objects)


def inner(value: object) -> str:
    """JSON as Kibana keeps it inside a string."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class Filter:
    """A pill above the stories, that a person can read, switch off and take away; the bar stays free for a query.

    `query` is Elasticsearch's own: Kibana sends it as it is, so a test can too.
    """

    label: str
    query: Json

    def shown(self, index: Json) -> Json:
        """The filter inside an object; `index` says by which name the object refers to the data view."""
        meta = {
            "alias": self.label,
            "disabled": False,
            "negate": False,
            "type": "custom",
            "key": "query",
            "value": inner(self.query),
            **index,
        }
        return {"$state": {"store": "appState"}, "meta": meta, "query": self.query}


NO_QUERY: Json = {"language": "kuery", "query": ""}
"""An empty bar, in Kibana's own language: people type `headline: "state visit" and language: fr`."""


def data_view(id_: str, title: str, name: str, note: str) -> Saved:
    """A data view on an alias; times are those of the stories, so a replay doesn't move anything."""
    attributes = {
        "title": title,
        "name": name,
        "timeFieldName": "versioncreated",
        "fields": "[]",
        "fieldFormatMap": "{}",
        "runtimeFieldMap": "{}",
        "sourceFilters": "[]",
        "fieldAttrs": inner({"versioncreated": {"customDescription": note}}),
        "typeMeta": "{}",
        "allowNoIndex": False,
    }
    return Saved("index-pattern", id_, attributes)


def saved_search(  # noqa: PLR0913  # each is one thing that a saved search has
    id_: str, title: str, description: str, view: Saved, columns: list[str], filters: tuple[Filter, ...]
) -> Saved:
    """A saved search, newest first; its time column is the data view's and stands before `columns`."""
    index = "kibanaSavedObjectMeta.searchSourceJSON.index"
    names = [f"kibanaSavedObjectMeta.searchSourceJSON.filter[{at}].meta.index" for at in range(len(filters))]
    source = {
        "query": NO_QUERY,
        "filter": [one.shown({"indexRefName": name}) for one, name in zip(filters, names, strict=True)],
        "indexRefName": index,
        "highlightAll": True,
        "version": True,
    }
    attributes = {
        "title": title,
        "description": description,
        "columns": columns,
        "sort": [["versioncreated", "desc"]],
        "grid": {},
        "hideChart": False,
        "isTextBasedQuery": False,
        "timeRestore": False,
        "kibanaSavedObjectMeta": {"searchSourceJSON": inner(source)},
    }
    return Saved("search", id_, attributes, tuple(view.refer(name) for name in (index, *names)))


def note(id_: str, title: str, markdown: str) -> Saved:
    """A text in Markdown, for a dashboard."""
    state = {
        "title": title,
        "type": "markdown",
        "aggs": [],
        "params": {"fontSize": 12, "openLinksInNewTab": False, "markdown": markdown},
    }
    attributes = {
        "title": title,
        "description": "",
        "uiStateJSON": "{}",
        "version": 1,
        "visState": inner(state),
        "kibanaSavedObjectMeta": {"searchSourceJSON": inner({"query": NO_QUERY, "filter": []})},
    }
    return Saved("visualization", id_, attributes)
