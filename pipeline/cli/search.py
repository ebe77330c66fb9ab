"""`wire search`."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer
from elasticsearch import ApiError, TransportError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.cli.bidi import isolated
from pipeline.failure import OperatorError
from pipeline.search.client import connect
from pipeline.search.names import Names
from pipeline.search.query import Filters, Found, search_stories
from pipeline.settings import settings


def search(  # noqa: PLR0913  # one parameter an option: that is how typer reads a command line
    query: Annotated[str, typer.Argument(help='Words; "exact phrase"; -without; pre*')],
    language: Annotated[str | None, typer.Option(help="BCP 47, e.g. ar.")] = None,
    person: Annotated[str | None, typer.Option(help="Name of a person.")] = None,
    place: Annotated[str | None, typer.Option(help="Name of a place.")] = None,
    organisation: Annotated[str | None, typer.Option(help="Name of an organisation.")] = None,
    feed: Annotated[str | None, typer.Option(help="Name of a feed.")] = None,
    since: Annotated[str | None, typer.Option(help="From this date or instant on, e.g. 2026-11-01 or now-2h.")] = None,
    until: Annotated[str | None, typer.Option(help="Before this date or instant.")] = None,
    size: Annotated[int, typer.Option(min=1, max=1000, help="Stories at most.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="One object a line, best first.")] = False,
) -> None:
    """Find stories: usable and no longer embargoed ones.

    Exit codes: 0 something was found; 1 nothing was; 3 Elasticsearch can't be asked.

    Examples:

      wire search موسكو

      wire search '"has died"' --language en --since now-7d
    """
    filters = Filters(language, person, place, organisation, feed, since, until)
    try:
        with connect(settings()) as client:
            found = search_stories(client, Names(settings().index_prefix), query, filters, size)
    except (ApiError, TransportError) as error:
        raise OperatorError(
            f"Elasticsearch at {settings().elasticsearch_url} can't be asked: {error}. "
            "Is it up (`wire up`), and set up (`wire setup`)?"
        ) from error
    if json:
        for story in found:
            sys.stdout.buffer.write(msgspec.json.encode(story) + b"\n")
    else:
        Console().print(table(found) if found else "nothing found")
    raise typer.Exit(0 if found else 1)


def table(found: list[Found]) -> Table:
    """The stories for a reader: date, language, headline with the words found, people and places."""
    shown = Table(show_lines=True)
    shown.add_column("created", no_wrap=True)
    shown.add_column("lang", no_wrap=True)
    shown.add_column("story", ratio=3)
    shown.add_column("people, places", ratio=1)
    for story in found:
        text = Text(isolated(story.headline), style="bold")
        for piece in story.highlights:
            text.append("\n" + isolated(" ".join(piece.split())), style="not bold")
        names = ", ".join(isolated(name) for name in (*story.people, *story.places))
        shown.add_row(story.versioncreated[:16].replace("T", " "), story.language, text, names)
    return shown
