"""Where a person's name in Latin script ends: the words that go on with it, and those that cut it."""

from __future__ import annotations

from pipeline.story.entities.found import Found
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.text import HYPHEN, JOINING, StoryText

_MOST_WORDS = 4
_INITIAL_GAP = (". ", ".-", ".")


class LatinName:
    """Reads names off a story; `owners` are the names known so far, by word."""

    def __init__(self, text: StoryText, lexicon: Lexicon, owners: list[Found | None]) -> None:
        self._text, self._lexicon, self._owners = text, lexicon, owners

    def is_no_name(self, index: int) -> bool:
        """A word with a capital that is part of no person's name: title, day, people, head of an organisation."""
        return self._text.keys[index] in self._lexicon.no_names and not self._begins_hyphened(index)

    def _begins_hyphened(self, index: int) -> bool:
        """`Won-shik`: a word that goes on in lower case behind a hyphen is a name, even if it looks like a verb."""
        after = index + 1
        return after < len(self._text.keys) and self._text.hyphened(after) and not self._text.capital[after]

    def last(self, first: int) -> tuple[int, int]:
        """Index of the last word of the name that begins at a word, and how many parts with a capital it has."""
        last, parts, step = first, 1, first + 1
        gaps, capital, size = self._text.gaps, self._text.capital, len(self._text.keys)
        while step < size and (gaps[step] in JOINING or self._after_initial(step)):
            if gaps[step] == HYPHEN and last == step - 1:
                last = step
            elif capital[step]:
                if parts == _MOST_WORDS or not self._goes_on(step, parts):
                    break
                parts, last = parts + 1, step
            else:
                reach = self._after_particles(step, parts)
                if reach is None:
                    break
                parts, last, step = parts + 1, reach, reach
            step += 1
        return last, parts

    def may_go_on(self, last: int) -> bool:
        """Whether what follows a word may belong to its name: a quick look, before `last` reads on."""
        text, after = self._text, last + 1
        if after == len(text.keys):
            return False
        return text.capital[after] or text.hyphened(after) or text.keys[after] in self._lexicon.name_particles

    def _after_initial(self, index: int) -> bool:
        """`J. D. Vance`: a full stop after a single letter."""
        return (
            self._text.gaps[index] == 0
            and len(self._text.keys[index - 1]) == 1
            and self._text.between(index) in _INITIAL_GAP
        )

    def _goes_on(self, index: int, parts: int) -> bool:
        if self.is_no_name(index):
            return False
        owner = self._owners[index]
        if owner is None or owner.kind == "person":
            return True
        single = owner.first == owner.last and self._text.spaced(index)
        after_given = self._text.keys[index - 1] in self._lexicon.given
        return single and (after_given or (parts == 1 and owner.kind == "place"))

    def _after_particles(self, index: int, parts: int) -> int | None:
        """Index of the surname after particles that begin at a word; None where none goes on."""
        text, step = self._text, index
        allowed = self._lexicon.later_particles if parts > 1 else self._lexicon.name_particles
        while step < min(len(text.keys), index + 3) and not text.capital[step] and text.joined(step):
            if text.keys[step] not in allowed:
                return None
            step += 1
        if step == len(text.keys) or not text.capital[step] or not text.joined(step):
            return None
        return step if self._owners[step] is None and not self.is_no_name(step) else None
