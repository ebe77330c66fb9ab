"""Unknown people in Arabic script, where nothing is capitalised: a title says that a name follows.

After a title (وزير, المتحدثة باسم) come the words that it governs (الدفاع, وكالة الاستخبارات) and adjectives, then the
name. The name begins at a known given name, or, once the title phrase is complete (a word with the article, a known
institution), at the first word that has no article and is no noun or verb of the lists. It has two words; more only
where a particle (بن, عبد, أبو), a known given name, a family name with the article, or the word's return as a
surname later in the story says so.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipeline.gazetteer.keys import FoldedText
from pipeline.story.entities.found import Found
from pipeline.story.entities.lexicon import Lexicon, without_particle
from pipeline.story.model import TextField

_TOKEN = re.compile(r"[^ ]+")
_LONGEST_TITLE = 10
_LONGEST_NAME = 6
_OWN = ("ها", "ه", "هم")
_GOVERNING = frozenset(("في", "باسم", "لدي", "عن", "من", "علي", "لشوون", "للشوون", "لحقوق", "السابق", "العام"))
"""Words that a title phrase goes on with; what follows is governed, not the name."""


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    key: str
    joined: bool
    """A single space, no mark, stands between this token and the one before."""


class ArabicNames:
    """Looks for names in one field of a story."""

    def __init__(
        self, folded: FoldedText, field: TextField, lexicon: Lexicon, known: list[Found], counts: Counter[str]
    ):
        self._folded, self._field, self._lexicon, self._counts = folded, field, lexicon, counts
        self._titles, self._edges, self._verbs = lexicon.titles("ar"), lexicon.edges("ar"), lexicon.verbs("ar")
        self._tokens = _tokens(folded)
        self._named = {one.key_start: one for one in known}
        self._inside = {i for one in known for i in range(one.key_start, one.key_end)}
        self._persons = {one.key_start for one in known if one.kind == "person"}

    def introduced(self) -> list[Found]:
        """Names after titles, then names that their own words prove."""
        people: list[Found] = []
        taken = 0
        for index, token in enumerate(self._tokens):
            if token.start < taken:
                continue
            title = without_particle(token.key, self._titles)
            span = self._after_title(index, title) if title else self._by_given_name(index)
            if span:
                people.append(self._found(*span))
                taken = span[1]
        return people

    def _after_title(self, index: int, title: str) -> tuple[int, int] | None:
        complete = title.startswith("ال") or title.endswith(_OWN) or self._titles[title] == "first"
        step = index + 1
        while step < min(len(self._tokens), index + 1 + _LONGEST_TITLE) and self._tokens[step].joined:
            key = self._tokens[step].key
            if self._is_given(key):
                return self._name(step, proven=True)
            if one := self._name_from(self._tokens[step]):
                if one.kind == "person":
                    return None
                step, complete = self._index_after(step, one), True
                continue
            governed = self._governed(key)
            if governed is None and key in self._edges:
                return None
            if governed is None and complete and not self._is_no_name(key) and not self._given_follows(step):
                return self._name(step, proven=False)
            complete = complete if governed is None else governed
            step += 1
        return None

    def _governed(self, key: str) -> bool | None:
        """Whether the title phrase is complete after a word that belongs to it; None for a word that may not."""
        if key.startswith(("ال", "لل", "بال", "وال")) or key in self._lexicon.demonyms:
            return True
        if key in _GOVERNING:
            return False
        return key.endswith(_OWN) if key in self._titles else None

    def _given_follows(self, step: int) -> bool:
        """The name begins one word later: بقيادة راهول غاندي."""
        return (
            step + 2 < len(self._tokens)
            and self._tokens[step + 1].joined
            and self._is_given(self._tokens[step + 1].key)
        )

    def _is_given(self, key: str) -> bool:
        return (key in self._lexicon.given or key in self._lexicon.family_first) and key not in self._edges

    def _name_from(self, token: _Token) -> Found | None:
        """The known name that begins in this token, after its particles."""
        return next(
            (self._named[i] for i in range(token.start, min(token.start + 4, token.end)) if i in self._named), None
        )

    def _index_after(self, step: int, one: Found) -> int:
        while step < len(self._tokens) and self._tokens[step].start < one.key_end:
            step += 1
        return step

    def _by_given_name(self, index: int) -> tuple[int, int] | None:
        """A given name without a title needs proof: a second given name, or a surname that returns in the story."""
        token = self._tokens[index]
        given = without_particle(token.key, self._lexicon.given)
        if (
            given is None
            or not self._is_given(given)
            or len(given) < 3
            or index + 1 >= len(self._tokens)
            or token.start in self._inside
        ):
            return None
        following = self._tokens[index + 1]
        if not following.joined or following.key in self._edges or following.key in self._lexicon.nouns:
            return None
        verb_before = index > 0 and token.joined and without_particle(self._tokens[index - 1].key, self._verbs)
        returns = self._counts[following.key] > 1 and not following.key.startswith("ال")
        if not (returns or verb_before):
            return None
        span = self._name(index, proven=True)
        return (token.end - len(given), span[1]) if span else None

    def _name(self, index: int, *, proven: bool) -> tuple[int, int] | None:
        """Key offsets of the name that begins at a token; `proven`: its first word is a known given name."""
        end, real, step = 0, 0, index
        while step < min(len(self._tokens), index + _LONGEST_NAME):
            token = self._tokens[step]
            if step > index and (not token.joined or not self._continues(step, index, real, proven)):
                break
            if token.key not in self._lexicon.particles:
                real += 1
                end = token.end
            step += 1
        return (self._tokens[index].start, end) if real >= 2 else None

    def _continues(self, step: int, index: int, real: int, proven: bool) -> bool:
        token, particles = self._tokens[step], self._lexicon.particles
        key = token.key
        if self._is_no_name(key):
            return False
        if self._tokens[step - 1].key in particles or key in particles:
            return True
        if token.start in self._inside and not (proven and real == 1):
            return False
        if real < 2 or (real == 2 and self._tokens[index].key in self._lexicon.family_first):
            return True
        return self._is_third(key, real, proven)

    def _is_third(self, key: str, real: int, proven: bool) -> bool:
        """Whether a word after two others still belongs to the name."""
        if key.startswith("ال"):
            return proven and real == 2 and key not in self._lexicon.demonyms
        return key in self._lexicon.given or self._counts[key] > 1

    def _is_no_name(self, key: str) -> bool:
        lexicon = self._lexicon
        if self._is_given(key):
            return False
        if key.startswith(("لل", "بال", "وال", "فال", "كال")):
            return True
        listed = key in self._edges or key in lexicon.nouns or key in self._titles or key in lexicon.demonyms
        return listed or (key[0] in "وف" and key[1:] in self._edges) or not key.isalpha()

    def _found(self, start: int, end: int) -> Found:
        first, last = self._folded.span(start, end)
        text = self._folded.text[first:last]
        return Found(self._field, first, last, text, start, end, [], kind="person", full=text)


def _tokens(folded: FoldedText) -> list[_Token]:
    tokens, end = [], 0
    for match in _TOKEN.finditer(folded.key):
        start = match.start()
        joined = start == end + 1 and end > 0 and folded.text[folded.span(start, start + 1)[0] - 1] == " "
        end = match.end()
        tokens.append(_Token(start, end, match.group(), joined))
    return tokens


def counts_of(fields: list[FoldedText]) -> Counter[str]:
    """How often each word stands in the story, with and without attached particles."""
    counts = Counter(word for folded in fields for word in folded.key.split())
    for word, count in list(counts.items()):
        if len(word) > 4 and word[0] in "وفبلك":
            counts[word[1:]] += count
    return counts
