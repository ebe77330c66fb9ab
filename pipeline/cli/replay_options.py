"""The options of `wire replay`, each with what `--help` says of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Source(StrEnum):
    """What is replayed."""

    RAW = "raw"
    STORIES = "stories"


Many = list[str] | None

What = Annotated[
    Source, typer.Argument(help="raw: the bytes, by today's rules; stories: finished stories, as they are.")
]
Since = Annotated[str | None, typer.Option(help="Written to the topic from then on: 2h, 7d, or a time with its zone.")]
Until = Annotated[str | None, typer.Option(help="Written before then.")]
Offsets = Annotated[str | None, typer.Option(help="partition:first-last, both included: 0:100-199,3:57,4:9-")]
Feed = Annotated[Many, typer.Option(help="Only this feed; may be given again, like all filters.")]
Language = Annotated[Many, typer.Option(help="Only stories in this language (BCP 47).")]
Uri = Annotated[Many, typer.Option(help="Only the story of this uri.")]
Form = Annotated[Many, typer.Option("--format", help="Only stories of this format.")]
Agency = Annotated[Many, typer.Option(help="Only stories with this credit, e.g. AFP.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would change, with examples; write nothing.")]
Examples = Annotated[int, typer.Option(min=0, help="Changed stories that a dry run shows.")]
Into = Annotated[str | None, typer.Option(help="Build this new index instead of writing to the live one.")]
Promote = Annotated[bool, typer.Option("--promote", help="Then make it the live one, if everything is in it.")]
MayMiss = Annotated[int, typer.Option(min=0, help="So many stories may be missing in it; they are lost to readers.")]
Rollback = Annotated[bool, typer.Option("--rollback", help="Back to the index that the live one replaced.")]
Discard = Annotated[bool, typer.Option("--discard", help="Delete the index of --into, if nothing uses it.")]
Processes = Annotated[int, typer.Option(min=1, help="Processes that share the partitions.")]
Rate = Annotated[float, typer.Option(min=0, help="Records a second at most, over all processes; 0: no limit.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where it was stopped, or killed.")]
Afresh = Annotated[bool, typer.Option("--afresh", help="Forget how far a stopped replay came, and begin anew.")]
Json = Annotated[bool, typer.Option("--json", help="The summary as one JSON object.")]
