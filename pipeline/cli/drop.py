"""`wire produce --watch`: the terminal's side of a drop folder's watch."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import structlog
import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipeline.console import errors, progress_wanted
from pipeline.intake.drop.folders import Folders
from pipeline.intake.drop.watch import Counts, Watch
from pipeline.logs import setup_logs
from pipeline.settings import settings

log = structlog.get_logger()

_LINE_SECONDS = 60.0
"""How often the counts are logged where no terminal shows them, and only if they changed."""


def watch_folder(folder: Path, feed: str | None, form: str, settle: float, poll: float) -> None:
    """Watch until SIGTERM or Ctrl-C, then print what became of the files. Raises OperatorError."""
    setup_logs(settings())
    watch = Watch(settings(), Folders(folder.absolute(), feed), form=form, settle=settle, poll=poll)
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: watch.stop())
    log.info("watching", folder=str(folder), feed=feed or "by folder", settle=settle, poll=poll or "events")
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=errors,
        disable=not progress_wanted(),
        transient=True,
    ) as progress:
        shown = progress.add_task("waiting for files", total=None)
        watch.tick = _Lines(progress, shown)
        counts = watch.run()
    typer.echo(f"{counts.done} confirmed by Kafka and moved to done/, {counts.failed} to failed/")


class _Lines:
    """Shows the counts: on a terminal as they change, else as a line of the log now and then."""

    def __init__(self, progress: Progress, shown: int) -> None:
        self._progress = progress
        self._shown = progress.tasks[shown].id
        self._said = (0, 0)
        self._due = time.monotonic() + _LINE_SECONDS

    def __call__(self, counts: Counts, waiting: int) -> None:
        self._progress.update(
            self._shown, description=f"{counts.done} done, {counts.failed} failed, {waiting} wait for Kafka"
        )
        if progress_wanted() or time.monotonic() < self._due:
            return
        self._due = time.monotonic() + _LINE_SECONDS
        if self._said != (now := (counts.done, counts.failed)):
            self._said = now
            log.info("files", done=counts.done, failed=counts.failed, waiting=waiting)
