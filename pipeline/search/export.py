"""All stories of a search, in order, to a file: any number, as they stood when the export began.

Delivery guarantee: each story that matched at the beginning is written once, whatever is indexed meanwhile (a point in
time of Elasticsearch); a file that ends early says so by the command's exit code. Killed and embargoed stories are left
out as in any search.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any, TextIO

import msgspec
from elasticsearch import Elasticsearch

from pipeline.search.known_names import KnownNames
from pipeline.search.names import Names
from pipeline.search.query import Json
from pipeline.search.request import SHOWN, Request, search_body
from pipeline.search.results import asking

PAGE = 500
KEPT_ALIVE = "2m"
COLUMNS = [*SHOWN, "firstcreated", "slugline", "byline", "countries", "entity_ids", "body_text"]
"""Fields of an exported story, in this order."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}")


def exported(
    client: Elasticsearch, names: Names, request: Request, known: KnownNames | None
) -> Iterator[tuple[int, list[Json]]]:
    """Pages of stories (field → value), each with how many there are in all; newest first, or oldest first."""
    body, _ = search_body(request, known)
    for unneeded in ("sort", "track_scores"):
        body.pop(unneeded, None)
    order = "asc" if request.order == "oldest" else "desc"
    body |= {"size": PAGE, "_source": COLUMNS, "sort": [{"versioncreated": order}, {"_shard_doc": "asc"}]}
    alias = names.operators if request.everything else names.readers
    with asking():
        point = client.open_point_in_time(index=alias, keep_alive=KEPT_ALIVE)["id"]
    try:
        while True:
            body["pit"] = {"id": point, "keep_alive": KEPT_ALIVE}
            answer = _next(client, body)
            point = answer.get("pit_id", point)
            hits = answer["hits"]["hits"]
            if not hits:
                return
            yield answer["hits"]["total"]["value"], [hit["_source"] for hit in hits]
            body["search_after"] = hits[-1]["sort"]
    finally:
        with asking():
            client.close_point_in_time(id=point)


def _next(client: Elasticsearch, body: Json) -> Any:
    headers = {"content-type": "application/json", "accept": "application/json"}
    with asking():
        return client.perform_request("POST", "/_search", headers=headers, body=body).body


def write_jsonl(stories: list[Json], out: TextIO) -> None:
    """One object a line, with the columns that the story has."""
    for story in stories:
        out.write(msgspec.json.encode(story).decode() + "\n")


def csv_writer(out: TextIO) -> Any:
    """A CSV file (RFC 4180) with its first line; the byte order mark makes spreadsheets read it as UTF-8."""
    out.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    return writer


def write_csv(stories: list[Json], writer: Any) -> None:
    """One row a story; lists are joined by `; `."""
    for story in stories:
        writer.writerow([_cell(story.get(name)) for name in COLUMNS])


def _cell(value: Any) -> str:
    """A value as a spreadsheet may safely show it: text that it would run as a formula begins with an apostrophe.

    Source: OWASP, CSV Injection. A negative number is no text and stays.

    >>> _cell("=HYPERLINK(1)"), _cell(["a", "b"]), _cell(None), _cell(-4)
    ("'=HYPERLINK(1)", 'a; b', '', '-4')
    """
    if value is None:
        return ""
    if isinstance(value, list):
        value = "; ".join(str(one) for one in value)
    if not isinstance(value, str):
        return str(value)
    return f"'{value}" if value.lstrip(" \n").startswith(_FORMULA) else value
