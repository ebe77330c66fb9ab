"""The options that the commands of `wire rejected` share, and the letters that they mean."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from pipeline.cli.times import window_of
from pipeline.letters.chosen import Chosen
from pipeline.letters.letter import Letter
from pipeline.letters.reading import Letters


class State(StrEnum):
    """What became of a letter."""

    OPEN = "open"
    PARKED = "parked"
    ALL = "all"


Many = list[str] | None
Reason = Annotated[Many, typer.Option(help="Only letters with this reason, e.g. mapping; may be given again.")]
Stage = Annotated[Many, typer.Option(help="Only letters of this stage, e.g. parse or index.")]
Feed = Annotated[Many, typer.Option(help="Only letters of this feed.")]
Since = Annotated[str | None, typer.Option(help="Rejected from then on: 2h, 7d, or a time with its zone.")]
Until = Annotated[str | None, typer.Option(help="Rejected before then.")]
Which = Annotated[State, typer.Option("--state", help="open: still wants mending; parked: retried in vain; all.")]
Names = Annotated[
    Many, typer.Argument(help="Letters by name (partition/offset), as `list` shows them.", metavar="[LETTER]…")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a letter, or one for the result.")]


def chosen_letters(  # noqa: PLR0913  # the options that all commands share
    letters: Letters,
    state: State,
    reason: Many,
    stage: Many,
    feed: Many,
    since: str | None,
    until: str | None,
    name: Many = None,
) -> list[Letter]:
    """The letters that the options mean, the oldest first. Raises typer.BadParameter."""
    window = window_of(since, until)
    chosen = Chosen(
        reasons=reason or [],
        stages=stage or [],
        feeds=feed or [],
        names=name or [],
        since=window.since,
        until=window.until,
    )
    among = {State.OPEN: letters.open, State.PARKED: letters.parked, State.ALL: letters.all}
    return chosen.of(among[state])
