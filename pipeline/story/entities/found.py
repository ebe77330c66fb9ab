"""A name found in a story, on its way through the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.gazetteer.known import Form, Kind
from pipeline.story.entities.text import StoryText


@dataclass(slots=True)
class Found:
    """The name that stands at `text[start:end]`, in the words `first` … `last` of the story, both included.

    `forms` are the known meanings that are still possible; none for an unknown name, which has `full` instead: its
    fullest form, which stands for its entity.
    """

    first: int
    last: int
    start: int
    end: int
    kind: Kind
    forms: list[Form] = field(default_factory=list)
    full: str = ""

    @property
    def form(self) -> Form | None:
        """The known meaning, once context has decided; None for an unknown name."""
        return self.forms[0] if self.forms else None


def unknown(text: StoryText, first: int, last: int, kind: Kind, full: str = "") -> Found:
    """A name that no list has, of the words `first` … `last`; `full` is its fullest form if it isn't this one."""
    start, end = text.span(first, last)
    return Found(first, last, start, end, kind, full=full or text.text[start:end])


def longest(found: Iterable[Found], size: int) -> list[Found]:
    """Of overlapping names the longest, of equals the one that comes first; by position. `size`: characters in all."""
    taken, kept = bytearray(size), []
    for one in sorted(found, key=_length):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    kept.sort(key=_start)
    return kept


def merged(found: list[Found], more: list[Found], text: StoryText) -> list[Found]:
    """Names with those that a further rule found: the longest of those that overlap, of equals the newer one."""
    return longest([*more, *found], len(text.text)) if more else found


def _length(one: Found) -> int:
    return one.start - one.end


def _start(one: Found) -> int:
    return one.start


def owners(found: Iterable[Found], text: StoryText) -> list[Found | None]:
    """For each word of the story the name that it belongs to, or None."""
    of: list[Found | None] = [None] * len(text.keys)
    for one in found:
        for index in range(one.first, one.last + 1):
            of[index] = one
    return of
