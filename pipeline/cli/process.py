"""`wire process`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console

from pipeline.cli.explain import explain
from pipeline.intake.files import raw_from_file, walk
from pipeline.settings import settings
from pipeline.story.assemble import to_json
from pipeline.story.model import Rejected, Story


def process(
    files: Annotated[list[Path], typer.Argument(help="Files or folders.")],
    feed: Annotated[str, typer.Option(help="Name of the feed.")] = "local",
    form: Annotated[str, typer.Option("--format", help="Format, or auto.")] = "auto",
    explained: Annotated[
        bool, typer.Option("--explain", help="Original and clean text side by side, each repair marked.")
    ] = False,
) -> None:
    """Run the pure core on files, without any server: one line of JSON a story, in order.

    A rejection is a line too, with file, reason, stage and detail. With --explain, for a person: what was repaired,
    where and by which rule, what moved to which field, and what looks wrong and was left alone.

    Exit codes: 0 every file became stories; 1 something was rejected or could not be read.

    Examples:

      wire process samples/feed | head

      wire process --explain samples/feed/demo-ar/ar-006-damaged-dateline.txt
    """
    from pipeline.story.rules import load_rules  # noqa: PLC0415  # loads language profiles
    from pipeline.story.stages import process as process_raw  # noqa: PLC0415

    found = settings()
    rules = load_rules(found.feed_languages, found.entity_model)
    clean = True
    for path in walk(files):
        try:
            raw = raw_from_file(path, feed, form)
        except OSError as error:
            clean = False
            _print({"file": str(path), "reason": "unreadable", "stage": "read", "detail": error.strerror or str(error)})
            continue
        for outcome in process_raw(raw, rules):
            clean = clean and isinstance(outcome, Story)
            _show(outcome, path, explained)
    raise typer.Exit(0 if clean else 1)


def _show(outcome: Story | Rejected, path: Path, explained: bool) -> None:
    if isinstance(outcome, Rejected):
        _print({"file": str(path), **msgspec.to_builtins(outcome)})
    elif explained:
        explain(outcome, str(path), Console())
    else:
        sys.stdout.buffer.write(to_json(outcome) + b"\n")


def _print(line: dict[str, Any]) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
