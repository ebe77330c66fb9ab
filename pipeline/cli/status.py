"""`wire status`."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from pipeline.settings import settings


def status(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object; with --watch one a line.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Look again and again, until Ctrl-C.")] = False,
    every: Annotated[float, typer.Option(min=0.5, help="Seconds between two looks of --watch.")] = 5.0,
    sample: Annotated[float, typer.Option(min=0.1, help="Seconds over which the workers' rates are measured.")] = 1.0,
    partitions: Annotated[bool, typer.Option("--partitions", help="Show the lag of each partition.")] = False,
) -> None:
    """Say whether all is well: lag and rates, dead letters, silent feeds, gaps, Elasticsearch, disks, replays.

    Each finding names its place in docs/runbook.md, which says what to do. It only looks: no group is joined, nothing
    is changed. Silence is held against the same hours of the feed's own last four weeks.

    Exit codes: 0 all well; 1 something deserves attention; 2 alarm (2 is also wrong use); 3 neither server can be
    asked, or the pipeline is not set up; 130 ended by Ctrl-C.

    Examples:

      wire status

      wire status --watch

      wire status --json | jq .findings
    """
    from pipeline.cli.status_report import as_line, shown, watching  # noqa: PLC0415  # keeps `wire --help` quick
    from pipeline.status.look import look  # noqa: PLC0415  # as above

    if watch:
        try:
            if as_json:
                while True:
                    typer.echo(as_line(look(settings(), sample)))
                    time.sleep(every)
            watching(lambda: look(settings(), sample), every, partitions=partitions)
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
    found = look(settings(), sample)
    if as_json:
        typer.echo(as_line(found))
    else:
        shown(found, partitions=partitions)
    raise typer.Exit(found.exit_code)
