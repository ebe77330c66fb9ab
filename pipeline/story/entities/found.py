"""Names found in a story, on their way through the rules, and which of them hold where they overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.gazetteer.known import Form, Kind
from pipeline.story.entities.text import StoryText


@dataclass(slots=True, eq=False)
class Found:
    """The name that stands at `text[start:end]`, in the words `first` … `last` of the story, both included.

    `forms` are the known meanings that are still possible; none for an unknown name, which has `full` instead: its
    fullest form, which stands for its entity. `plain`: nothing about the name needs a look at its company.
    `introduced`: the story itself says what this acronym stands for.
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


def unknown(text: StoryText, first: int, last: int, kind: Kind) -> Found:
    """A name that no list has, of the words `first` … `last`."""
    start, end = text.span(first, last)
    return Found(first, last, start, end, kind, [], text.text[start:end])


def longest(found: Iterable[Found], size: int) -> list[Found]:
    """Of overlapping names the longest, of equals the one that comes first; by position. `size`: characters in all."""
    taken, kept = bytearray(size), []
    for one in sorted(found, key=_length):
        if 1 not in taken[one.start : one.end]:
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return kept


def _length(one: Found) -> int:
    return one.start - one.end


def _start(one: Found) -> int:
    return one.start


class Names:
    """The names of a story so far; no two overlap. `of[i]` is the name that word i belongs to, or None."""

    __slots__ = ("_found", "_gone", "of", "text")

    def __init__(self, text: StoryText, found: list[Found]) -> None:
        self.text = text
        self._found = found
        self._gone: set[int] = set()
        self.of: list[Found | None] = [None] * len(text.keys)
        for one in found:
            self._place(one)

    def _place(self, one: Found) -> None:
        if one.first == one.last:
            self.of[one.first] = one
        else:
            self.of[one.first : one.last + 1] = [one] * (one.last - one.first + 1)

    def add(self, more: list[Found]) -> None:
        """Take in what a further rule found: the longest of those that overlap, of equals the newer one."""
        batch: list[Found] = []
        for one in sorted(more, key=_length):
            of, size = self.of, one.end - one.start
            others = [other for other in of[one.first : one.last + 1] if other is not None]
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
