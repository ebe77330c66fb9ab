"""The export of `wire search`: to a file or standard output, with progress on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TextIO

from elasticsearch import Elasticsearch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline.console import errors, progress_wanted
from pipeline.failure import OperatorError
from pipeline.search.export import csv_writer, exported, write_csv, write_jsonl
from pipeline.search.known_names import KnownNames
from pipeline.search.names import Names
from pipeline.search.request import Request


def export_stories(  # noqa: PLR0913  # what to ask, of whom, and where to write it
    client: Elasticsearch,
    names: Names,
    request: Request,
    known: KnownNames | None,
    form: Literal["csv", "jsonl"],
    output: Path | None,
) -> int:
    """Write every story that matches; returns how many. A file is there only when it is whole."""
    written = 0
    with _opened(output) as out, _progress() as progress:
        task = progress.add_task("exporting", total=None)
        writer = csv_writer(out) if form == "csv" else None
        for total, stories in exported(client, names, request, known):
            if writer:
                write_csv(stories, writer)
            else:
                write_jsonl(stories, out)
            written += len(stories)
            progress.update(task, completed=written, total=total)
    errors.print(f"{written} stories written to {output or 'standard output'}", highlight=False, markup=False)
    return written


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    """The file, written under another name until it is whole; one that exists is not written over."""
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]  # a TextIOWrapper, outside tests
        yield sys.stdout
        return
    if output.exists():
        raise OperatorError(f"{output} exists and is left alone. Name another file, or remove it.")
    partial = output.with_name(f"{output.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", newline="") as out:
            yield out
        os.replace(partial, output)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=errors, disable=not progress_wanted(), transient=True)
