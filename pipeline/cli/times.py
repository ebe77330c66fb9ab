"""`--since` and `--until` of every command that has them."""

from __future__ import annotations

from datetime import UTC, datetime

import typer

from pipeline.console import errors
from pipeline.replay.instant import instant_of
from pipeline.replay.selection import Window


def window_of(since: str | None, until: str | None) -> Window:
    """The window; a time without a zone is taken as UTC, and that is said. Raises typer.BadParameter."""
    now = datetime.now(UTC)
    edges: dict[str, int] = {}
    for name, text in (("since", since), ("until", until)):
        if text is None:
            continue
        try:
            read = instant_of(text, now)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint=f"--{name}") from None
        if read.zone_assumed:
            said = f"--{name} {text} has no zone: it is taken as UTC, {read.at:%Y-%m-%d %H:%M:%S}Z"
            errors.print(said, highlight=False, soft_wrap=True)
        edges[name] = read.epoch_ms
    window = Window(**edges)
    if window.since is not None and window.until is not None and window.since >= window.until:
        raise typer.BadParameter("it ends before it begins", param_hint="--until")
    return window
