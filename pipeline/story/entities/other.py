"""Other taggers beside the gazetteer and the rules: one function, text and language to mentions.

Off by default. What another tagger finds fills gaps only: where a name of ours stands, ours stays, because its reason
can be read. So a model can add recall, and can't take a linked name away.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pipeline.gazetteer.known import Kind
from pipeline.story.entities.found import Found, Names, unknown
from pipeline.story.entities.text import StoryText
from pipeline.story.model import Cleaned


class OtherMention(NamedTuple):
    """A name of that kind in `text[start:end]`, in code points of the text that was asked about."""

    kind: Kind
    start: int
    end: int


OtherTagger = Callable[[str, str], Iterable[OtherMention]]
"""Text and language (BCP 47) → mentions, in any order. An exception of it is a bug, and the story a dead letter."""


def add_other(names: Names, tagger: OtherTagger, cleaned: Cleaned, language: str) -> None:
    """Add what another tagger finds where no name stands yet; a mention that isn't in the text is left out."""
    text = names.text
    found: list[Found] = []
    for field, offset in ((cleaned.headline, 1), (cleaned.body_text, text.body_start)):
        for mention in tagger(field, language) if field else ():
            if 0 <= mention.start < mention.end <= len(field):
                found += _found(text, mention, offset)
    free = [one for one in found if all(names.of[index] is None for index in range(one.first, one.last + 1))]
    names.add(free)


def _found(text: StoryText, mention: OtherMention, offset: int) -> list[Found]:
    """The mention as whole words; none where it holds no word."""
    first = bisect_right(text.starts, mention.start + offset) - 1
    if first < 0 or text.ends[first] <= mention.start + offset:
        first += 1
    last = bisect_right(text.starts, mention.end + offset - 1) - 1
    return [unknown(text, first, last, mention.kind)] if first <= last else []
