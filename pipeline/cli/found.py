"""Shows what a search found: for a person at a terminal, or as lines of JSON for a script."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime, tzinfo

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.cli.bidi import isolated
from pipeline.search.marks import CLOSE, OPEN
from pipeline.search.request import Request
from pipeline.search.results import Found, Page

_MARKED = "bold yellow"


def show(page: Page, request: Request, zone: tzinfo) -> None:
    """Stories in a table; above it how the query was read, below it counts and suggestions."""
    console = Console()
    for sentence in _understood(page, request, zone):
        console.print(sentence, style="dim", highlight=False, markup=False)
    if page.found:
        console.print(table(page.found, zone, status=request.everything))
        console.print(_counted(page), highlight=False, markup=False)
    else:
        console.print("nothing found")
    if page.suggestion:
        console.print(f"did you mean: {isolated(page.suggestion)}", highlight=False, markup=False)
    for name, counts in page.facets.items():
        if counts:
            console.print(Text(f"{name}: ", style="bold").append(_facet(counts), style="not bold"))


def show_json(page: Page) -> None:
    """One object a line, best first; counts, where they were asked for, are one object on a last line of their own."""
    out = sys.stdout.buffer
    for story in page.found:
        out.write(msgspec.json.encode(story) + b"\n")
    if page.facets:
        out.write(msgspec.json.encode({"facets": {name: dict(counts) for name, counts in page.facets.items()}}) + b"\n")


def table(found: list[Found], zone: tzinfo, *, status: bool = False) -> Table:
    """The stories for a reader: time, language, headline and a piece of the text with the words found, names."""
    shown = Table(show_lines=True)
    shown.add_column("created", no_wrap=True)
    shown.add_column("lang", no_wrap=True)
    if status:
        shown.add_column("status", no_wrap=True)
    shown.add_column("story", ratio=3)
    shown.add_column("people, places", ratio=1)
    for story in found:
        created = datetime.fromisoformat(story.versioncreated).astimezone(zone)
        names = ", ".join(isolated(name) for name in (*story.people, *story.places))
        cells = [f"{created:%Y-%m-%d %H:%M}", story.language, *([_status(story)] if status else [])]
        shown.add_row(*cells, _story(story), names)
    return shown


def _story(story: Found) -> Text:
    shown = _with_marks(story.headline_marked or story.headline)
    shown.stylize("bold")
    for piece in story.highlights[:1]:
        shown.append("\n").append_text(_with_marks(piece))
    shown.append("\n" + story.uri, style="dim")
    if story.versions > 1:
        newer = f"; the newest, which doesn't match: {story.newer}" if story.newer else ""
        shown.append(f"\nlatest of {story.versions} in its series{newer}; --all-versions shows all", style="dim")
    return shown


def _with_marks(text: str) -> Text:
    """The marks of words found as colour, and kept where there is none; direction as the text has it."""
    shown = Text(isolated(" ".join(text.split())))
    shown.highlight_regex(f"{OPEN}[^{CLOSE}]*{CLOSE}", _MARKED)
    return shown


def _status(story: Found) -> str:
    """Why readers don't see it, or nothing."""
    if story.pubstatus != "usable":
        return {"canceled": "killed"}.get(story.pubstatus, story.pubstatus)
    if story.embargoed is None:
        return ""
    return "held" if story.embargoed.startswith("9999") else f"embargo\n{story.embargoed[:16].replace('T', ' ')}"


def _understood(page: Page, request: Request, zone: tzinfo) -> Iterator[str]:
    for named in page.named:
        yield f"{named.name} ({named.id or named.kind}) is found in every script; --no-names for the letters only"
    edges = (("from", request.filters.since), ("before", request.filters.until))
    if any(instant for _, instant in edges):
        window = [f"{edge} {instant.astimezone(zone):%Y-%m-%d %H:%M %Z}" for edge, instant in edges if instant]
        yield " ".join(window)


def _counted(page: Page) -> str:
    shown = len(page.found)
    more = f"; --size {min(page.total, 1000)} shows more" if page.total > shown else ""
    return f"{shown} of {page.total} stories{more}"


def _facet(counts: list[tuple[str, int]]) -> str:
    return ", ".join(f"{isolated(str(value))} {count}" for value, count in counts)
