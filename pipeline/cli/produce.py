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
from pipeline.intake.streams import transmissions_of
from pipeline.kafka.producer import RawProducer
from pipeline.settings import FEED_NAME, settings
from pipeline.story.model import RawStory
from pipeline.story.parse import FORMATS


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


def produce(  # noqa: PLR0913 - each is an option of the command
    paths: Annotated[list[str], typer.Argument(help="Files or folders, or - for standard input.", metavar="PATH…|-")],
    feed: Annotated[str, typer.Option(help="Name of the feed: a-z, 0-9 and . _ -")] = "local",
    form: Annotated[str, typer.Option("--format", help="Format, or auto.")] = "auto",
    watch: Annotated[bool, typer.Option("--watch", help="PATH is a drop folder: take its files as they come.")] = False,
    feed_from_folder: Annotated[
        bool, typer.Option("--feed-from-folder", help="Each folder below PATH is a feed, by its name.")
    ] = False,
    settle: Annotated[
        float, typer.Option(min=0.05, help="With --watch: seconds that a complete file has stood still.")
    ] = 2.0,
    poll: Annotated[
        float, typer.Option(min=0, help="With --watch: look every so many seconds; for network file systems.")
    ] = 0.0,
) -> None:
    """Send files as they are to wire.raw; returns when the broker has every one, or with --watch goes on until told.

    A file that is empty or can't be read is named and counted, and the rest goes on. Standard input may be a stream of
    IPTC 7901 or ANPA messages or of JSON lines: each is sent when the next begins.

    With --watch, files are taken from the folder when they are complete: renamed into place from a hidden or unfinished
    name (.part, .tmp …), which are left alone, or unchanged for --settle seconds. When Kafka has a file it is moved to
    done/ in its folder; one that can't be taken goes to failed/, with the reason beside it. A file without an identity
    of its own is named by its name and feed. Killed at any moment, nothing is lost and nothing doubled in the index.
    With --feed-from-folder, PATH/afp-ar/… is the feed afp-ar, with its own done/ and failed/; without it, folders below
    are left alone.

    Exit codes: 0 all confirmed, or the watch stopped when told to; 1 some files were left out or not confirmed;
    3 Kafka can't be reached (a watch waits for it), or only an operator can mend it.

    Examples:

      wire produce samples/feed --feed demo

      cat story.txt | wire produce - --feed desk

      nc agency.example 5000 | wire produce - --feed dpa

      wire produce --watch /srv/ftp/afp-ar --feed afp-ar

      wire produce --watch /mnt/feeds --feed-from-folder --poll 2
    """
    if not re.fullmatch(FEED_NAME, feed):
        raise typer.BadParameter(f"{feed!r} is no name of a feed: a-z, 0-9 and . _ -", param_hint="--feed")
    if form not in ("auto", *FORMATS):
        raise typer.BadParameter(f"{form!r} is not known: auto, {', '.join(FORMATS)}", param_hint="--format")
    if watch:
        from pipeline.cli.drop import watch_folder  # noqa: PLC0415  # keeps `wire produce` quick

        if len(paths) != 1 or not Path(paths[0]).is_dir():
            raise typer.BadParameter("--watch takes one folder that exists", param_hint="PATH")
        watch_folder(Path(paths[0]), None if feed_from_folder else feed, form, settle, poll)
        return
    raise typer.Exit(_once(paths, None if feed_from_folder else feed, form))


def _once(paths: Sequence[str], feed: str | None, form: str) -> int:
    """Send what is there and say what became of it; returns the exit code. Raises OperatorError."""
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
    return 1 if tally.failed else 0


def _produce(paths: Sequence[str], feed: str | None, form: str, tally: Tally) -> None:
    columns = (SpinnerColumn(), "confirmed by Kafka", MofNCompleteColumn(), TimeElapsedColumn())
    with (
        RawProducer(settings()) as producer,
        Progress(*columns, console=errors, disable=not progress_wanted(), transient=True) as progress,
    ):
        shown = progress.add_task("produce", total=_count(paths) if progress_wanted() else None)
        for name, raw in _transmissions(paths, feed, form, tally):
            producer.send(raw, raw.headers.uri or name, partial(tally.done, name))
            progress.update(shown, completed=tally.confirmed)
        producer.flush()


def _count(paths: Sequence[str]) -> int | None:
    """How many files there are; null where standard input is among the paths, which may have no end."""
    return None if "-" in paths else sum(1 for _ in walk([Path(name) for name in paths]))


def _transmissions(paths: Sequence[str], feed: str | None, form: str, tally: Tally) -> Iterator[tuple[str, RawStory]]:
    """Each transmission with the name to call it by; what is empty or can't be read is noted in the tally.

    Without a feed, a file's is the folder below the path that it is in.
    """
    for name in paths:
        if name == "-":
            yield from _from_standard_input(feed or "local", form, tally)
            continue
        for path in walk([Path(name)]):
            try:
                raw = raw_from_file(path, feed or _feed_of(path, Path(name)), form)
            except OSError as error:
                tally.failed.append(f"{path}: {error.strerror or error}")
                continue
            if raw.value:
                yield str(path), raw
            else:
                tally.failed.append(f"{path}: empty")


def _from_standard_input(feed: str, form: str, tally: Tally) -> Iterator[tuple[str, RawStory]]:
    stream = sys.stdin.buffer
    number = 0
    try:
        for number, value in enumerate(transmissions_of(stream) if form != "plain" else [stream.read()], 1):
            yield f"standard input, transmission {number}", raw_from_bytes(value, feed, form)
    except OSError as error:
        tally.failed.append(f"standard input after {number} transmissions: {error.strerror or error}")
    if not number:
        tally.failed.append("standard input: empty")


def _feed_of(path: Path, root: Path) -> str:
    """The feed of a file by its folder. Raises OSError where that is no feed's name."""
    name = path.relative_to(root).parts[0] if path != root else ""
    if name == path.name or not re.fullmatch(FEED_NAME, name):
        raise OSError(f"is in no folder below {root} that has a feed's name")
    return name
