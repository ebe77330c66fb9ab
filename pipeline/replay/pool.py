"""The processes of a replay, seen from the command: ranges out, confirmed positions and counts in.

Delivery guarantee: none of its own; it passes on what the workers report as final. Workers end with this process,
whatever ends it.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, cast

from pipeline.failure import OperatorError
from pipeline.replay.pace import Pace
from pipeline.replay.ranges import Range, share_out
from pipeline.replay.worker import Failed, Job, Moved, RoundDone, run_worker

LOOK_SECONDS = 0.2
STOP_SECONDS = 30.0
"""How long workers get to finish what they have in work; after that they are killed, which loses nothing."""

_CONTEXT = multiprocessing.get_context("spawn")


class Pool:
    """Worker processes, kept from one round to the next; use it as a context manager."""

    def __init__(self, job: Job, processes: int, rate: float) -> None:
        self._job = job
        self._processes = processes
        self._pace = Pace(rate, _CONTEXT)
        self._workers: list[tuple[Any, Connection]] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: TracebackType | BaseException | None) -> None:
        for process, connection in self._workers:
            if kind is None and process.is_alive():
                connection.send(None)
            else:
                process.kill()
        for process, connection in self._workers:
            process.join(STOP_SECONDS)
            if process.is_alive():
                process.kill()
            connection.close()

    def read(
        self, ranges: Sequence[Range], moved: Callable[[Moved], None], stopped: Callable[[], bool] = lambda: False
    ) -> None:
        """Have all ranges read; `moved` is called with every report.

        Returns when every range is read, or after `stopped()` when all that was begun is reported. Raises OperatorError
        when a worker can't go on.
        """
        shares = share_out(ranges, self._processes)
        self._start(len(shares))
        busy = {}
        for (_, connection), share in zip(self._workers, shares, strict=False):
            connection.send(share)
            busy[connection] = share
        told = False
        while busy:
            if stopped() and not told:
                told = True
                for connection in busy:
                    connection.send("stop")
            for ready in wait(list(busy), timeout=LOOK_SECONDS):
                connection = cast("Connection", ready)  # what was given comes back
                report = _received(connection)
                if isinstance(report, Moved):
                    moved(report)
                elif isinstance(report, RoundDone):
                    del busy[connection]
                else:
                    raise _raised(report)

    def _start(self, count: int) -> None:
        while len(self._workers) < count:
            ours, theirs = _CONTEXT.Pipe()
            process = _CONTEXT.Process(target=run_worker, args=(theirs, self._job, self._pace), daemon=True)
            process.start()
            theirs.close()
            self._workers.append((process, ours))


def _received(connection: Connection) -> Moved | RoundDone | Failed:
    try:
        report: Moved | RoundDone | Failed = connection.recv()
    except (EOFError, OSError):
        return Failed(
            "a process of the replay was killed. Nothing is lost: run the same command with --resume.", bug=False
        )
    return report


def _raised(failed: Failed) -> Exception:
    if failed.bug:
        return RuntimeError(f"a process of the replay failed by a bug:\n{failed.sentence}")
    return OperatorError(failed.sentence)
