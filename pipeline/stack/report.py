"""What a person sees while the stack is made ready: a bar with bytes at a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from pipeline.console import errors, progress_wanted
from pipeline.stack.failure import StackError

Advance = Callable[[int], None]
"""Called with the number of bytes that came."""


class Report:
    """Sentences and progress on standard error."""

    def say(self, sentence: str) -> None:
        """One sentence, on a line of its own."""
        errors.print(sentence, highlight=False, markup=False, soft_wrap=True)

    @contextmanager
    def fetching(self, what: str, files: int) -> Iterator[Download]:
        """While files come: a bar for each at a terminal, elsewhere a line for each."""
        self.say(f"fetching {what}: {files} file{'s' if files > 1 else ''}, once; they stay in the cache")
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
        with Progress(*columns, console=errors, transient=True, disable=not progress_wanted()) as bars:
            yield Download(self, bars, files)


class Download:
    """The files that come now, at the same time some of them."""

    def __init__(self, report: Report, bars: Progress, files: int) -> None:
        self._report = report
        self._bars = bars
        self._files = files
        self._begun = 0
        self._stopped = False

    def stop(self) -> None:
        """Have what still comes end at its next piece: one file failed, or Ctrl-C."""
        self._stopped = True

    @contextmanager
    def of(self, name: str, size: int) -> Iterator[Advance]:
        """While one file of `size` bytes comes; called back with the bytes of each piece."""
        self._begun += 1
        if self._bars.disable:
            self._report.say(f"  {self._begun} of {self._files}: {name}, {size / 1e6:.1f} MB")
        bar = self._bars.add_task(name, total=size)

        def advance(count: int) -> None:
            if self._stopped:
                raise StackError(f"fetching {name} was stopped.")
            self._bars.advance(bar, count)

        try:
            yield advance
        finally:
            self._bars.remove_task(bar)
