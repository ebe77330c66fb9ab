"""The summary of a replay or of its dry run: as a dictionary (for JSON), and as text for a person."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.cli.bidi import isolated
from pipeline.replay.comparing import Forecast
from pipeline.replay.state import Order, ReplayState
from pipeline.replay.tally import Tally

Summary = dict[str, Any]

_EFFECTS = {
    "new": "not in the index yet",
    "changed": "their document would be another",
    "unchanged": "their document would be the same",
    "stale": "the index holds a newer version, or the same of newer rules",
    "killed": "killed: readers don't see them afterwards either",
    "rejected": "could not be made; they stay or come into wire.rejected",
}


def summary_of_run(state: ReplayState, seconds: float) -> Summary:
    """What a replay did; counts are over all its runs, `seconds` are this run's."""
    tally = state.tally
    return {
        "source": state.order.source,
        "into": state.order.into,
        "phase": state.phase,
        "left": state.left,
        "read": tally.read,
        "left_out": tally.left_out,
        "indexed": tally.indexed,
        "published": tally.published,
        "stale": tally.stale,
        "stale_version": tally.stale_version,
        "stale_rules": tally.stale_rules,
        "rejected": tally.rejected,
        "rejected_new": tally.rejected_new,
        "cured": tally.cured,
        "generations": tally.generations,
        "generation": state.generation,
        "seconds": round(seconds, 2),
        "examples": tally.examples,
    }


def summary_of_forecast(order: Order, forecast: Forecast, tally: Tally, seconds: float) -> Summary:
    """What a dry run found."""
    return {
        "source": order.source,
        "dry_run": True,
        "read": tally.read,
        "left_out": tally.left_out,
        **{str(effect): count for effect, count in forecast.effects.items()},
        "rejected": tally.rejected,
        "rejected_new": tally.rejected_new,
        "cured": tally.cured,
        "generations": tally.generations,
        "fields": forecast.fields,
        "changes": {
            uri: {one.field: {"before": one.before, "after": one.after} for one in changed}
            for uri, changed in forecast.examples.items()
        },
        "seconds": round(seconds, 2),
        "examples": tally.examples,
    }


def print_summary(told: Summary) -> None:
    """For a person."""
    console = Console(highlight=False, soft_wrap=True)
    where = told["into"] or (
        "wire.stories, and from there the live index" if told["source"] == "raw" else "the live index"
    )
    console.print(
        f"wire.{told['source']} → {where}: {told['read']} records read in {told['seconds']} s, {told['left']} left"
    )
    lines = {
        f"{told['indexed']} stories indexed": told["indexed"],
        f"{told['published']} stories published": told["published"],
        f"{told['stale_version']} stale: the index holds a newer version of the story": told["stale_version"],
        f"{told['stale_rules']} stale: the index holds the same version, made by newer rules": told["stale_rules"],
        f"{told['left_out']} records left out by window and filters": told["left_out"],
        f"{told['rejected']} rejected, {told['rejected_new']} of them had no dead letter before": told["rejected"],
        f"{told['cured']} dead letters are closed: their originals became stories": told["cured"],
    }
    for line, count in lines.items():
        if count:
            console.print(f"  {line}")
    _print_examples(console, told)


def print_forecast(told: Summary) -> None:
    """For a person."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(
        f"dry run of wire.{told['source']}: {told['read']} records read in {told['seconds']} s; nothing was written"
    )
    table = Table(show_header=False, box=None)
    for effect, meaning in _EFFECTS.items():
        table.add_row(effect, str(told[effect]), meaning)
    console.print(table)
    if told["rejected_new"] or told["cured"]:
        console.print(f"{told['rejected_new']} rejections are new; {told['cured']} dead letters would be closed")
    if told["fields"]:
        console.print("changed fields: " + ", ".join(f"{name} {count}" for name, count in told["fields"].items()))
    for uri, fields in told["changes"].items():
        console.print(Text(uri, style="bold"))
        for name, change in fields.items():
            console.print(Text(f"  {name}"))
            console.print(Text(f"    - {isolated(change['before'])}", style="red"))
            console.print(Text(f"    + {isolated(change['after'])}", style="green"))
    _print_examples(console, told)


def _print_examples(console: Console, told: Summary) -> None:
    for example in told["examples"]:
        console.print(Text(f"  refused: {isolated(example)}"))
