"""Dead letters as text for a person, and as facts for JSON."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import msgspec
import typer
from rich.text import Text

from pipeline.cli.bidi import isolated
from pipeline.letters.letter import Letter
from pipeline.letters.reading import Letters


def facts_of(letter: Letter, letters: Letters) -> dict[str, object]:
    """What is told of a letter, in this order."""
    return {
        "letter": letter.name,
        "written": f"{datetime.fromtimestamp(letter.written / 1000, UTC):%Y-%m-%dT%H:%M:%SZ}",
        "state": letters.state(letter),
        "feed": letter.feed,
        "uri": letter.uri,
        "part": letter.part,
        "reason": letter.reason,
        "stage": letter.stage,
        "detail": letter.detail,
        "attempt": letter.attempt,
        "origin": str(letter.origin) if letter.origin else None,
        "size": letter.size,
    }


def line_of(letter: Letter, letters: Letters) -> Text:
    """One letter on a line, as wide as it is: a terminal wraps it, a pipe does not."""
    facts = facts_of(letter, letters)
    head = "  ".join(str(facts[name]) for name in ("letter", "written", "state", "feed"))
    tried = f", sent back {letter.attempt} times" if letter.attempt else ""
    why = f"{letter.reason} at {letter.stage}{tried}: {letter.detail}"
    return Text(f"{head}  {isolated(letter.uri or 'unnamed')}  {isolated(why)}")


def tell(told: dict[str, object], json: bool) -> None:
    """The result of a command."""
    if json:
        sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
    else:
        typer.echo(", ".join(f"{name.replace('_', ' ')}: {fact}" for name, fact in told.items()))
