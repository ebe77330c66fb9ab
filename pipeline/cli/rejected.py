"""`wire rejected`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from elasticsearch import ApiError, TransportError
from rich.console import Console
from rich.text import Text

from pipeline.cli.bidi import isolated
from pipeline.cli.letter_report import facts_of, line_of, tell
from pipeline.cli.rejected_options import (
    Feed,
    Json,
    Names,
    Reason,
    Since,
    Stage,
    State,
    Until,
    Which,
    chosen_letters,
)
from pipeline.failure import OperatorError
from pipeline.letters.advice import advice_for
from pipeline.letters.chosen import Chosen
from pipeline.letters.head import head_lines
from pipeline.letters.reading import by_reason, fetch, read_letters
from pipeline.settings import settings

app = typer.Typer(
    help="The dead letters: what could not become a story or was refused by the index, with its bytes and the reason.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


@app.command("list")
def list_letters(  # noqa: PLR0913  # one parameter an option: that is how typer reads a command line
    reason: Reason = None,
    stage: Stage = None,
    feed: Feed = None,
    since: Since = None,
    until: Until = None,
    state: Which = State.OPEN,
    limit: Annotated[int, typer.Option(min=0, help="Letters shown, the latest; counts are of all.")] = 50,
    json: Json = False,
) -> None:
    """Show the letters, the latest last, and count them by reason.

    Exit codes: 0 shown (there may be none); 2 wrong use; 3 Kafka can't be asked.

    Examples:

      wire rejected list --reason mapping --since 2h

      wire rejected list --state all --json
    """
    letters = read_letters(settings())
    chosen = chosen_letters(letters, state, reason, stage, feed, since, until)
    shown = chosen[-limit:] if limit else []
    if json:
        for letter in shown:
            sys.stdout.buffer.write(msgspec.json.encode(facts_of(letter, letters)) + b"\n")
        return
    console = Console(highlight=False, soft_wrap=True)
    for letter in shown:
        console.print(line_of(letter, letters))
    parked = f"; {len(letters.parked)} are parked" if letters.parked and state is State.OPEN else ""
    counts = ", ".join(f"{name} {count}" for name, count in by_reason(chosen).items())
    console.print(f"{len(chosen)} letters{': ' + counts if counts else ''}{parked}")


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="A letter by its name (partition/offset).", metavar="LETTER")],
    original: Annotated[bool, typer.Option("--original", help="Only the bytes, to standard output.")] = False,
    lines: Annotated[int, typer.Option(min=1, help="Lines of the original that are shown.")] = 20,
) -> None:
    """Show one letter: why it is there, what to do, and how the original begins (in hexadecimal where it is no text).

    Exit codes: 0 shown; 1 there is no such letter; 3 Kafka can't be asked.

    Example:  wire rejected show 3/57
    """
    letters = read_letters(settings())
    found = Chosen(names=[name]).of(letters.all)
    records = list(fetch(settings(), [letter.place for letter in found]))
    if not records:
        typer.echo(f"there is no letter {name}; `wire rejected list --state all` shows their names", err=True)
        raise typer.Exit(1)
    value = records[0].value or b""
    if original:
        sys.stdout.buffer.write(value)
        return
    console = Console(highlight=False, soft_wrap=True)
    for label, fact in facts_of(found[0], letters).items():
        if fact is not None:
            console.print(Text(f"{label:>9}  {isolated(str(fact))}"))
    console.print(Text(f"  what to do  {advice_for(found[0].reason)}", style="bold"))
    console.print(Text(f"  the original, {len(value)} bytes:"))
    for line in head_lines(value, lines):
        console.print(Text(f"  │ {isolated(line)}"))


@app.command()
def retry(  # noqa: PLR0913  # see above
    name: Names = None,
    reason: Reason = None,
    stage: Stage = None,
    feed: Feed = None,
    since: Since = None,
    until: Until = None,
    state: Which = State.OPEN,
    most: Annotated[
        int, typer.Option("--max-attempts", min=1, help="What was sent back so often already is parked instead.")
    ] = 3,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be sent and parked; do nothing.")] = False,
    json: Json = False,
) -> None:
    """Send originals back to where they came from, after what was wrong with them is mended.

    Bytes, key and headers as they came, attempt one higher. A letter that was sent back is closed; fails it again,
    that is a new letter. Workers must run for something to come of it.

    Exit codes: 0 all were sent; 1 some were parked, or their bytes are gone; 2 wrong use; 3 Kafka or Elasticsearch
    can't be asked.

    Examples:

      wire rejected retry --reason mapping --dry-run

      wire rejected retry 3/57 --state parked --max-attempts 5
    """
    from pipeline.letters.retry import carry_out, plan  # noqa: PLC0415  # loads Elasticsearch's client
    from pipeline.search.client import connect  # noqa: PLC0415  # see above

    letters = read_letters(settings())
    chosen = chosen_letters(letters, state, reason, stage, feed, since, until, name)
    candidates = letters.open if state is State.OPEN else [*letters.open, *letters.parked]
    planned = plan([one for one in chosen if one in candidates], candidates, most)
    if dry_run:
        sent, parked = (sum(len(group) for group in groups) for groups in (planned.send, planned.park))
        told: dict[str, object] = {"dry_run": True, "would_send": sent, "would_park": parked}
        told["by_reason"] = by_reason(letter for group in planned.send for letter in group)
        status = 0
    else:
        try:
            with connect(settings()) as client:
                done = carry_out(settings(), planned, client)
        except (ApiError, TransportError) as error:
            raise OperatorError(f"Elasticsearch at {settings().elasticsearch_url} can't be asked: {error}.") from error
        told = msgspec.to_builtins(done)
        status = 1 if done.parked or done.missing else 0
    tell(told, json)
    raise typer.Exit(status)


@app.command("export")
def export_letters(  # noqa: PLR0913  # see above
    folder: Annotated[Path, typer.Argument(help="Where to write: a folder for each feed.")],
    name: Names = None,
    reason: Reason = None,
    stage: Stage = None,
    feed: Feed = None,
    since: Since = None,
    until: Until = None,
    state: Which = State.OPEN,
    json: Json = False,
) -> None:
    """Write originals to files that `wire produce` takes back with their identity. The letters stay as they are.

    Exit codes: 0 all are there; 1 some bytes are gone from Kafka; 2 wrong use; 3 Kafka can't be asked.

    Examples:

      wire rejected export mend --reason unreadable

      wire produce mend/afp-ar --feed afp-ar
    """
    from pipeline.letters.export import export  # noqa: PLC0415  # only here

    letters = read_letters(settings())
    try:
        done = export(settings(), chosen_letters(letters, state, reason, stage, feed, since, until, name), folder)
    except OSError as error:
        raise OperatorError(f"{folder} can't be written: {error.strerror or error}") from error
    tell({"written": len(done.files), "there_already": done.there, "missing": done.missing}, json)
    raise typer.Exit(1 if done.missing else 0)


@app.command("close")
def close_letters(  # noqa: PLR0913  # see above
    name: Names = None,
    reason: Reason = None,
    stage: Stage = None,
    feed: Feed = None,
    since: Since = None,
    until: Until = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell how many; do nothing.")] = False,
    json: Json = False,
) -> None:
    """Close open letters that were dealt with otherwise: sent anew by the agency, mended and produced, or hopeless.

    They count no longer. Nothing is deleted: `list --state all` shows them, `show` and `export` still work.

    Exit codes: 0 closed; 2 wrong use (without a name or a filter nothing is closed); 3 Kafka can't be asked.

    Example:  wire rejected close 3/57 3/58
    """
    from pipeline.letters.retry import close  # noqa: PLC0415  # see above

    if not any((name, reason, stage, feed, since, until)):
        raise typer.BadParameter("name the letters, or give a filter")
    chosen = chosen_letters(read_letters(settings()), State.OPEN, reason, stage, feed, since, until, name)
    if dry_run:
        tell({"dry_run": True, "would_close": len(chosen)}, json)
    else:
        tell({"closed": close(settings(), chosen)}, json)
