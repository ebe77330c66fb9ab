"""A replay's state on disk: what was ordered, how far it is confirmed, what came of it.

Delivery guarantee: positions are written only after what lies before them is confirmed, in one rename, so that a
replay which is killed at any moment goes on without leaving a record out (some are sent again, which changes nothing).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct, field

from pipeline.failure import OperatorError
from pipeline.replay.ranges import Range
from pipeline.replay.selection import Filters, Window
from pipeline.replay.tally import Tally
from pipeline.settings import Settings

Source = Literal["raw", "stories"]
Phase = Literal["reading", "finished", "writers-moved", "promoted"]
"""`writers-moved`: live stories go to the new index already, readers still see the old one."""


class Order(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an operator ordered; the same order finds its state again."""

    source: Source
    into: str | None = None
    """Name of a new index; None is the live one."""
    filters: Filters = Filters()
    window: Window = Window()
    offsets: str | None = None

    @property
    def partial(self) -> bool:
        """Whether it takes less than the whole topic."""
        return bool(self.filters or self.window or self.offsets)


class ReplayState(Struct, kw_only=True):
    """Everything that `--resume`, and a look from outside, needs to know."""

    order: Order
    generation: int
    """Generation of the rules that the replay runs with."""
    ranges: list[Range]
    tally: Tally = field(default_factory=Tally)
    phase: Phase = "reading"
    begun: float = 0.0
    """Seconds since the epoch."""
    updated: float = 0.0
    process: int = 0
    """Process id of the command that runs it, or ran it last."""

    @property
    def unfinished(self) -> bool:
        """Whether there is something to go on with."""
        return self.phase in ("reading", "writers-moved")

    @property
    def left(self) -> int:
        """Offsets still to read."""
        return sum(one.left for one in self.ranges)


def folder_of(settings: Settings) -> Path:
    """Where this machine keeps the states of its replays."""
    return settings.work_folder / "replay"


class StateFile:
    """The file of one target (`live` or the new index), locked while a replay runs on it."""

    def __init__(self, folder: Path, source: Source, into: str | None) -> None:
        self.path = folder / f"{source}-{into or 'live'}.json"

    def forget(self) -> None:
        """The target is gone; nobody is to go on with it."""
        self.path.unlink(missing_ok=True)

    def read(self) -> ReplayState | None:
        """The state of the last replay with this source and target; None if there was none.

        Raises OperatorError where the file is not ours.
        """
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=ReplayState)
        except FileNotFoundError:
            return None
        except msgspec.MsgspecError as error:
            raise OperatorError(
                f"{self.path} is no state of a replay by this release ({error}). Move it away to begin anew."
            ) from error

    def write(self, state: ReplayState) -> None:
        """Replace the file by one rename: whoever reads it sees the old state or the new one, whole."""
        state.updated = time.time()
        fresh = self.path.with_suffix(".new")
        with fresh.open("wb") as file:
            file.write(msgspec.json.encode(state))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the target against a second replay on it from this machine. Raises OperatorError if one runs."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.with_suffix(".lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                state = self.read()
                process = f" (process {state.process})" if state else ""
                raise OperatorError(
                    f"another replay with this source and target runs{process}. Wait for it, or stop it with Ctrl-C."
                ) from None
            yield


def states(settings: Settings) -> list[ReplayState]:
    """Every replay that this machine's work folder knows of, the latest first; for `wire status`."""
    paths = folder_of(settings).glob("*.json")
    found = [msgspec.json.decode(path.read_bytes(), type=ReplayState) for path in paths]
    return sorted(found, key=lambda state: -state.updated)


def runs_now(state: ReplayState) -> bool:
    """Whether the process that wrote a state still lives on this machine."""
    return state.unfinished and Path(f"/proc/{state.process}").exists()
