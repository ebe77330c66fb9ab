"""`wire status`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.failure import OperatorError
from pipeline.settings import settings

if TYPE_CHECKING:
    from pipeline.status.report import Status


def status(  # noqa: PLR0913  # each is an option
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object; with --watch one a line.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Look again and again, until Ctrl-C.")] = False,
    every: Annotated[float, typer.Option(min=0.5, help="Seconds between two looks of --watch.")] = 5.0,
    sample: Annotated[float, typer.Option(min=0.1, help="Seconds over which the workers' rates are measured.")] = 1.0,
    partitions: Annotated[bool, typer.Option("--partitions", help="Show the lag of each partition.")] = False,
    metrics: Annotated[
        Path | None, typer.Option("--metrics", help="Write what was found to this file too, in Prometheus's text form.")
    ] = None,
) -> None:
    """Say whether all is well: lag and rates, dead letters, silent feeds, gaps, Elasticsearch, disks, replays.

    Each finding names its place in docs/runbook.md, which says what to do. It only looks: no group is joined, nothing
    is changed. Silence is held against the same hours of the feed's own last four weeks. A late worker of which nothing
    is seen to get done is watched for a quarter of a minute before it is said to stand still.

    --watch tells of servers that go away, and looks for them again; with --json by a line that has `error`.

    Exit codes: 0 all well; 1 something deserves attention; 2 alarm (2 is also wrong use); 3 neither server can be
    asked, or the pipeline is not set up; 130 ended by Ctrl-C.

    Examples:

      wire status

      wire status --watch

      wire status --json | jq .findings

      wire status --metrics /var/lib/node_exporter/wire.prom
    """
    from pipeline.cli import status_report  # noqa: PLC0415  # keeps `wire --help` quick
    from pipeline.status.look import look  # noqa: PLC0415  # as above

    def looked() -> Status:
        found = look(settings(), sample)
        if metrics is not None:
            written(found, metrics)
        return found

    if watch:
        try:
            if as_json:
                status_report.watched_lines(looked, every)
            else:
                status_report.watching(looked, every, partitions=partitions)
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
    with status_report.asking():
        found = looked()
    if as_json:
        typer.echo(status_report.as_line(found))
    else:
        status_report.shown(found, partitions=partitions)
    raise typer.Exit(found.exit_code)


def written(found: Status, file: Path) -> None:
    """Write the metrics file. Raises OperatorError where it can't be written."""
    from pipeline.status.textfile import write_metrics  # noqa: PLC0415  # keeps `wire --help` quick

    try:
        write_metrics(found, file)
    except OSError as error:
        raise OperatorError(f"can't write {file}: {error.strerror}") from error
