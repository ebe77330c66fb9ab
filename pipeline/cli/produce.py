"""`wire produce`."""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from kafka.errors import KafkaError
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TimeElapsedColumn

from pipeline.console import errors, progress_wanted
from pipeline.failure import OperatorError
from pipeline.intake.files import raw_from_bytes, raw_from_file, walk
from pipeline.kafka.producer import RawProducer
from pipeline.settings import settings
from pipeline.story.model import RawStory

FEED = r"^[a-z0-9][a-z0-9._-]*$"


@dataclass
class Tally:
    """What became of the files; counted from the producer's thread too."""

    confirmed: int = 0
    failed: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def done(self, name: str, error: Exception | None) -> None:
        """One transmission is confirmed, or never will be."""
        with self._lock:
            if error is None:
                self.confirmed += 1
            else:
                self.failed.append(f"{name}: not confirmed by Kafka: {error}")


def produce(
    paths: Annotated[list[str], typer.Argument(help="Files or folders, or - for standard input.", metavar="PATH…|-")],
    feed: Annotated[str, typer.Option(help="Name of the feed: a-z, 0-9 and . _ -")] = "local",
    form: Annotated[str, typer.Option("--format", help="Format, or auto.")] = "auto",
) -> None:
    """Send files as they are to wire.raw; returns when the broker has every one.

    A file that is empty or can't be read is named and counted, and the rest goes on.

    Exit codes: 0 all confirmed; 1 some files were left out or not confirmed; 3 Kafka can't be reached.

    Examples:

      wire produce samples/feed --feed demo

      cat story.txt | wire produce - --feed desk
    """
    if not re.match(FEED, feed):
        raise typer.BadParameter(f"{feed!r} is no name of a feed: a-z, 0-9 and . _ -", param_hint="--feed")
    tally = Tally()
    try:
        _produce(paths, feed, form, tally)
    except KafkaError as error:
        raise OperatorError(
            f"Kafka at {settings().kafka_bootstrap} can't be reached ({error!r}); {tally.confirmed} were confirmed. "
            "Is it up (`wire up`)? Is WIRE_KAFKA_BOOTSTRAP right?"
        ) from error
    for sentence in tally.failed:
        errors.print(sentence, style="red", highlight=False, markup=False)
    typer.echo(f"{tally.confirmed} confirmed by Kafka, {len(tally.failed)} left out")
    raise typer.Exit(1 if tally.failed else 0)


def _produce(paths: Sequence[str], feed: str, form: str, tally: Tally) -> None:
    columns = (SpinnerColumn(), "confirmed by Kafka", MofNCompleteColumn(), TimeElapsedColumn())
    with (
        RawProducer(settings()) as producer,
        Progress(*columns, console=errors, disable=not progress_wanted(), transient=True) as progress,
    ):
        shown = progress.add_task("produce", total=None)
        for name, raw in _transmissions(paths, feed, form, tally):
            producer.send(raw, raw.headers.uri or name, partial(tally.done, name))
            progress.update(shown, completed=tally.confirmed)
        producer.flush()


def _transmissions(paths: Sequence[str], feed: str, form: str, tally: Tally) -> Iterator[tuple[str, RawStory]]:
    """Each transmission with the name to call it by; what is empty or can't be read is noted in the tally."""
    for name in paths:
        if name == "-":
            value = sys.stdin.buffer.read()
            if value:
                yield "standard input", raw_from_bytes(value, feed, form)
            else:
                tally.failed.append("standard input: empty")
            continue
        for path in walk([Path(name)]):
            try:
                raw = raw_from_file(path, feed, form)
            except OSError as error:
                tally.failed.append(f"{path}: {error.strerror or error}")
                continue
            if raw.value:
                yield str(path), raw
            else:
                tally.failed.append(f"{path}: empty")
