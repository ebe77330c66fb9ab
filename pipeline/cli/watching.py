"""What a long command shows while it works: a progress bar for a person, plain lines elsewhere."""

from __future__ import annotations

import signal
import time
from types import FrameType, TracebackType

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from pipeline.console import errors, progress_wanted

LINE_SECONDS = 5.0
"""How often a plain line is written, at most."""


class Watching:
    """Progress on standard error, and Ctrl-C or SIGTERM as a wish to stop; use it as a context manager."""

    def __init__(self) -> None:
        self.stopped = False
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}/s"),
            TimeRemainingColumn(),
        )
        self._bar = Progress(*columns, console=errors, disable=not progress_wanted(), transient=True)
        self._tasks: dict[str, TaskID] = {}
        self._begun: dict[str, tuple[float, int]] = {}
        self._last_line = 0.0

    def __enter__(self) -> Watching:
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self._stop)
        self._bar.start()
        return self

    def __exit__(self, *_: TracebackType | type[BaseException] | BaseException | None) -> None:
        self._bar.stop()

    def _stop(self, signum: int, frame: FrameType | None) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True
        self.say("stopping: what is in work is finished (once more to stop at once; nothing is lost either way)")

    def say(self, sentence: str) -> None:
        """A sentence for the operator."""
        errors.print(sentence, highlight=False, markup=False, soft_wrap=True)

    def progress(self, what: str, done: int, total: int) -> None:
        """So many of so many are done; the rate counts from the first call with the same words."""
        now = time.monotonic()
        if what not in self._begun:
            self._begun[what] = (now, done)
            self._last_line = now
        since, before = self._begun[what]
        rate = (done - before) / (now - since) if now > since else 0.0
        if progress_wanted():
            if what not in self._tasks:
                self._tasks[what] = self._bar.add_task(what, total=total, rate="–")
            self._bar.update(self._tasks[what], completed=done, total=total, rate=f"{rate:,.0f}")
        elif now - self._last_line >= LINE_SECONDS or (done >= total > 0 and done > before):
            self._last_line = now
            left = f"{(total - done) / rate:,.0f} s left" if rate and done < total else ""
            self.say(f"{what}: {done:,} of {total:,}, {rate:,.0f}/s{', ' + left if left else ''}")
