"""Moves a file of a drop folder to `done/` or `failed/`, and never the wrong one, over another, or half.

Delivery guarantee: only a file that still is what was sent is moved. It is first renamed inside its folder, then looked
at again: if a newer one had come under the same name, that one is now on its way, and is taken up like any arrival.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from pipeline.intake.drop.arrivals import Arrival, taken_name

DONE, FAILED = "done", "failed"
REASON = ".reason.txt"
"""End of the name of the file beside a failed one: it says why."""


def put_away(arrival: Arrival, folder: Path, reason: str | None = None) -> Path | None:
    """Move a file to `folder/done/`, or with a reason to `folder/failed/`; returns where it is, or null if it is gone.

    Null too where another file was found in its place: that one is left for the next look. A name that is taken there
    is completed by the file's time. Raises OSError.
    """
    try:
        taken = _on_its_way(arrival, folder)
        if not arrival.is_still(taken.lstat()):
            return None
    except FileNotFoundError:
        return None
    target_folder = folder / (FAILED if reason else DONE)
    target_folder.mkdir(exist_ok=True)
    target = _free(target_folder, arrival)
    if reason:
        target.with_name(target.name + REASON).write_text(reason + "\n", encoding="utf-8")
    taken.rename(target)
    return target


def _on_its_way(arrival: Arrival, folder: Path) -> Path:
    """The file under a hidden name of its own in the same folder; there already if it was found on its way."""
    if arrival.path.name != arrival.name:
        return arrival.path
    names = (folder / taken_name(arrival.name, number) for number in itertools.count(1))
    taken = next(name for name in names if not os.path.lexists(name))
    arrival.path.rename(taken)
    return taken


def _free(folder: Path, arrival: Arrival) -> Path:
    """A name in the folder that nothing has: the file's own, else with its time in milliseconds, else with a number.

    We alone write there (one watcher a folder), so what is free stays free.
    """
    stem, ending = os.path.splitext(arrival.name)
    dated = f"{stem}~{arrival.mtime_ns // 1_000_000}"
    names = itertools.chain([arrival.name, dated + ending], (f"{dated}-{n}{ending}" for n in itertools.count(2)))
    return next(folder / name for name in names if not os.path.lexists(folder / name))
