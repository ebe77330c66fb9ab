"""`wire search`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import typer
from elasticsearch import Elasticsearch

from pipeline.cli import found
from pipeline.cli.export import export_stories
from pipeline.console import errors
from pipeline.search.client import connect
from pipeline.search.known_names import KnownNames, load_known_names
from pipeline.search.names import Names
from pipeline.search.request import Filters, Order, Request
from pipeline.search.results import Page, search_stories, similar_stories
from pipeline.search.syntax import QueryError
from pipeline.search.when import TimeError, since, until
from pipeline.settings import settings

_ANY = "May be given several times: any of them."


def search(  # noqa: PLR0913  # one parameter an option: that is how typer reads a command line
    query: Annotated[str, typer.Argument(help='Words, "exact phrase", -without, OR, begin*, field:value.')] = "",
    language: Annotated[list[str] | None, typer.Option(help=f"BCP 47, e.g. ar. {_ANY}")] = None,
    person: Annotated[list[str] | None, typer.Option(help=f"A person, in any script. {_ANY}")] = None,
    place: Annotated[list[str] | None, typer.Option(help=f"A place, in any script. {_ANY}")] = None,
    organisation: Annotated[list[str] | None, typer.Option(help=f"An organisation, in any script. {_ANY}")] = None,
    country: Annotated[list[str] | None, typer.Option(help=f"Main country, e.g. FR. {_ANY}")] = None,
    feed: Annotated[list[str] | None, typer.Option(help=f"A feed. {_ANY}")] = None,
    kind: Annotated[list[str] | None, typer.Option(help=f"story, alert or advisory. {_ANY}")] = None,
    since_: Annotated[str | None, typer.Option("--since", help="From then on: 2h, 7d, yesterday, 2026-11-01.")] = None,
    until_: Annotated[str | None, typer.Option("--until", help="Before then; a day means its end.")] = None,
    zone: Annotated[str, typer.Option(help="Zone of times that state none, and of those shown.")] = "UTC",
    sort: Annotated[Order, typer.Option(help="Order; time is newest first.")] = "relevance",
    size: Annotated[int, typer.Option(min=1, max=1000, help="Stories at most.")] = 10,
    names: Annotated[bool, typer.Option(help="Names are found in every script.")] = True,
    facets: Annotated[bool, typer.Option("--facets", help="Count by language, feed, people, places ...")] = False,
    similar: Annotated[str | None, typer.Option(metavar="URI", help="Stories like this one.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Killed, withheld and embargoed too (operators).")] = False,
    all_versions: Annotated[bool, typer.Option("--all-versions", help="Of series not only the latest.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One object a line, best first.")] = False,
    export: Annotated[Literal["csv", "jsonl"] | None, typer.Option(help="Write all that match, any number.")] = None,
    output: Annotated[Path | None, typer.Option(help="File for --export; standard output without it.")] = None,
) -> None:
    """Find stories: usable and no longer embargoed ones.

    Words are joined by AND. OR, NOT and brackets as usual, in capitals. A word finds its other forms, and an Arabic
    one those with و ب ل ف ك before it; a known name is found in every script (not with --no-names). "Quoted words"
    are found exactly so, stop words and all. Without a query: all stories, newest first.

    Of alert, urgent, lead and wrap of one event only the newest that matches is shown (not with --all-versions).
    Counts, --export and --similar take every story.

    Exit codes: 0 something was found; 1 nothing was; 2 the query can't be read; 3 Elasticsearch can't be asked.

    Examples:

      wire search موسكو

      wire search '"has died" -football' --language en --since 7d

      wire search 'putin (oil OR gas) urgency:1..3' --sort time --facets

      wire search --place Beirut --since yesterday --zone Asia/Beirut --export csv --output beirut.csv
    """
    with _wrong_use():
        window = _Window(zone)
        wanted = {"language": language, "person": person, "place": place, "organisation": organisation}
        wanted |= {"country": country, "feed": feed, "kind": kind}
        filters = Filters.of(wanted, since=window.since(since_), until=window.until(until_))
        request = Request(query, filters, sort, size, facets, everything, latest=not all_versions)
        known = load_known_names() if names else None
        with connect(settings()) as client:
            if export:
                raise typer.Exit(0 if export_stories(client, _names(), request, known, export, output) else 1)
            page = _page(client, request, known, similar)
    found.show_json(page) if json else found.show(page, request, window.zone)
    raise typer.Exit(0 if page.found else 1)


def _names() -> Names:
    return Names(settings().index_prefix)


def _page(client: Elasticsearch, request: Request, known: KnownNames | None, similar: str | None) -> Page:
    if similar is None:
        return search_stories(client, _names(), request, known)
    page = similar_stories(client, _names(), similar, request, known)
    if page is None:
        raise QueryError(f"there is no story {similar} that you may see; `wire search` shows uris with --json")
    return page


class _Window:
    """Times of the command line, all by one reading of the clock, in one zone."""

    def __init__(self, zone: str) -> None:
        try:
            self.zone = ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise TimeError(f"{zone} is no time zone. Write one as in Europe/Paris, or UTC.") from None
        self._now = datetime.now(UTC)

    def since(self, text: str | None) -> datetime | None:
        return since(text, self._now, self.zone) if text else None

    def until(self, text: str | None) -> datetime | None:
        return until(text, self._now, self.zone) if text else None


@contextmanager
def _wrong_use() -> Iterator[None]:
    """What the person typed and can mend: one sentence, exit code 2."""
    try:
        yield
    except (QueryError, TimeError) as error:
        errors.print(f"wire: {error}", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(2) from error
