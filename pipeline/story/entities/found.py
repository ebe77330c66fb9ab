"""Names found in a story, on their way through the rules, and which of them hold where they overlap."""

from __future__ import annotations

from operator import attrgetter

from msgspec import Struct, field

from pipeline.gazetteer.known import Form, Kind
from pipeline.story.entities.text import StoryText


class Found(Struct, eq=False):
    """The name that stands at `text[start:end]`, in the words `first` … `last` of the story, both included.

    `forms` are the known meanings that are still possible, of a name whose key is `key`; an unknown name has none, and
    `full` instead: its fullest form, which stands for its entity. `plain`: nothing about the name needs a look at its
    company. `introduced`: the story itself says what this acronym stands for.
    """

    first: int
    last: int
    start: int
    end: int
    kind: Kind
    forms: list[Form] = field(default_factory=list)
    full: str = ""
    plain: bool = True
    introduced: bool = False
    key: str = ""


def unknown(text: StoryText, first: int, last: int, kind: Kind) -> Found:
    """A name that no list has, of the words `first` … `last`."""
    start, end = text.span(first, last)
    return Found(first, last, start, end, kind, [], text.text[start:end])


def longest(found: list[Found]) -> list[Found]:
    """Of overlapping names the longest, of equals the one that comes first in `found`; by position."""
    kept: list[Found] = []
    run: list[Found] = []  # each overlaps one before it
    run_end = 0
    for one in sorted(found, key=_start):
        if one.start >= run_end:
            kept += run if len(run) < 2 else _longest_of_run(run, run_end, found)
            run = [one]
            run_end = one.end
        else:
            run.append(one)
            run_end = max(run_end, one.end)
    kept += run if len(run) < 2 else _longest_of_run(run, run_end, found)
    return kept


def _longest_of_run(run: list[Found], run_end: int, found: list[Found]) -> list[Found]:
    for one in run:
        if one.end == run_end and one.start == run[0].start:  # as a rule one covers the others (`Vladimir` in his name)
            return [one]
    kept: list[Found] = []
    for one in sorted(run, key=lambda one: (one.start - one.end, found.index(one))):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=_start)


def _length(one: Found) -> int:
    return one.start - one.end


_start = attrgetter("start")


class Names:
    """The names of a story so far; no two overlap. `of[i]` is the name that word i belongs to, or None."""

    __slots__ = ("_beside", "_found", "_gone", "of", "text")

    def __init__(self, text: StoryText, found: list[Found]) -> None:
        self.text = text
        self._found = found
        self._gone: set[int] = set()
        self.of: list[Found | None] = [None] * len(text.keys)
        self._beside: list[Found] = []
        """Names that share a word with another, which `of` has: ideographs are written without spaces."""
        for one in found:
            self._place(one)

    def _place(self, one: Found) -> None:
        of = self.of
        for index in range(one.first, one.last + 1):
            if (other := of[index]) is not None:
                self._beside.append(other)
            of[index] = one

    def add(self, more: list[Found]) -> None:
        """Take in what a further rule found: the longest of those that overlap, of equals the newer one."""
        if not more:
            return
        batch: list[Found] = []
        for one in sorted(more, key=_length):
            of, size = self.of, one.end - one.start
            others = [other for other in of[one.first : one.last + 1] if other is not None]
            if self._beside:
                others += [o for o in self._beside if o.first <= one.last and one.first <= o.last]
            if others:
                if any(other.end - other.start + self._stays(other, one, batch) > size for other in others):
                    continue
                for other in others:
                    self._gone.add(id(other))
                    of[other.first : other.last + 1] = [None] * (other.last - other.first + 1)
            self._place(one)
            batch.append(one)
            self._found.append(one)

    @staticmethod
    def _stays(other: Found, one: Found, batch: list[Found]) -> bool:
        """Whether of two names of one length the older one stays: if it is known and the new one isn't.

        A person is the exception: where the story is about Pedro Moreno, `Moreno` is no town.
        """
        if other in batch or one.introduced:
            return not one.introduced
        return bool(other.forms) and not one.forms and (one.kind != "person" or other.kind == "person")

    def all(self) -> list[Found]:
        """Every name, by position."""
        if self._gone:
            self._found = [one for one in self._found if id(one) not in self._gone]
            self._gone = set()
        self._found.sort(key=_start)
        return self._found

    def people(self) -> list[Found]:
        """The people, by position."""
        return [one for one in self.all() if one.kind == "person"]
