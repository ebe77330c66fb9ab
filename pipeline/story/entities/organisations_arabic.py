"""Organisations in Arabic that no list has, told by a head or a class noun.

* A head in the construct state and the words that it governs (وزارة الصحة العامة, جامعة واسيدا, حزب الشعب الجمهوري):
  a noun with the article or a name, then adjectives with the article, then what و and لل join to them.
* A head with the article and its adjectives (الحزب الاشتراكي, الاتحاد العام التونسي للشغل): one only where it is a
  people's or one that makes names (العليا, الوطني), else two.
* A class noun before the name, which is no part of it: شركة تويوتا, إذاعة موزاييك; in quotation marks whatever stands
  in them.

Left alone: heads with words that make no name (الحزب الحاكم, المنظمة الدولية, شركة طيران), listed as `generic`.
"""

from __future__ import annotations

from pipeline.story.entities.arabic import ARTICLE_PARTICLES, with_particles
from pipeline.story.entities.found import Found, unknown
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.text import StoryText

_ARTICLE, _AND_ARTICLE, _FOR_ARTICLE = "ال", "وال", "لل"
_ADJECTIVE_ENDINGS = ("ي", "يه")
_LONGEST = 7


class ArabicOrganisationWords:
    """The heads and class nouns as they stand in a text, with particles: made once for all stories."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.heads: dict[str, tuple[str, str]] = {}
        """Word → the kind of head, and the word without its particles."""
        for kind in ("weak", "definite", "strong"):
            for form, bare in with_particles(lexicon.organisation(kind)).items():
                self.heads[form] = (kind, bare)
        self.classes = with_particles(lexicon.organisation("class"))
        self.generic, self.governed = lexicon.organisation("generic"), lexicon.organisation("governed")
        self.naming, self.parliaments = lexicon.organisation("naming"), lexicon.organisation("parliament")
        self.further = self.naming | lexicon.organisation("further")
        self.with_name = lexicon.organisation("with-name")


class ArabicOrganisations:
    """Looks for organisations in one story; `owners` are the known names by word."""

    def __init__(
        self, text: StoryText, lexicon: Lexicon, owners: list[Found | None], words: ArabicOrganisationWords
    ) -> None:
        self._text, self._lexicon, self._owners, self._words = text, lexicon, owners, words

    def introduced(self, spots: list[int]) -> list[Found]:
        """Organisations, by rule; they may overlap known names: the longest wins."""
        keys, heads, classes = self._text.keys, self._words.heads, self._words.classes
        found = []
        for index in spots:
            if keys[index] in heads and (last := self._after_head(index)):
                found.append(self._from_head(index, last))
            elif keys[index] in classes and (span := self._after_class(index)):
                found.append(unknown(self._text, *span, "organisation"))
        return found

    def _from_head(self, index: int, last: int) -> Found:
        """The name from its head, without the particles that are written together with it."""
        key, bare, text = self._text.keys[index], self._words.heads[self._text.keys[index]][1], self._text
        elided = next((particle for particle in ARTICLE_PARTICLES if key == particle + bare[2:] != bare), "")
        offset = len(elided) if elided else len(key) - len(bare)
        start, end = text.folded.span(text.key_starts[index] + offset, text.key_ends[last])
        name = text.text[start:end]
        return Found(index, last, start, end, "organisation", full=f"{_ARTICLE}{name}" if elided else name)

    def _after_head(self, index: int) -> int | None:
        """Index of the last word of the name; None where what follows makes none."""
        kind, owner = self._words.heads[self._text.keys[index]][0], self._owners[index]
        step = index + 1
        if owner is not None and owner.kind == "organisation" and owner.last > index:
            return None
        if not self._may_follow(step):
            return None
        if kind == "definite":
            return self._adjectives(index)
        key, owner = self._text.keys[step], self._owners[step]
        if (
            owner is not None
            and owner.kind == "organisation"
            and self._words.heads[self._text.keys[index]][1] not in (self._words.with_name)
        ):
            return None
        if owner is not None and owner.kind != "person":
            last = owner.last
        elif key.startswith(_ARTICLE):
            last = step
        elif (
            kind == "strong"
            and self._words.heads[self._text.keys[index]][1] in self._words.with_name
            and self._is_name(step)
        ):
            last = (
                step + 1
                if self._is_name(step + 1) and self._ends_clause(step + 2) and self._may_follow(step + 1)
                else step
            )
        else:
            return None
        end = self._extended(last)
        enough = kind == "strong" or end > step or key in self._words.parliaments
        return end if enough else None

    def _may_follow(self, index: int) -> bool:
        text = self._text
        if index >= len(text.keys) or not text.spaced(index):
            return False
        key = text.keys[index]
        return key not in self._words.generic and key not in self._lexicon.edges

    def _extended(self, last: int, *, definite: bool = False) -> int:
        """Goes on over adjectives with the article, a people's, and what و and لل join.

        Behind a head with the article, which governs nothing, و joins a noun only to one behind لل: الهيئة العامة
        للاستثمار والمناطق; in المحكمة العليا والنيابة the second is another body.
        """
        start, step, governs = last, last + 1, not definite
        while step < min(len(self._text.keys), start + _LONGEST) and self._may_follow(step):
            key = self._text.keys[step]
            owner = self._owners[step]
            adjective = key.startswith(_ARTICLE) and key.endswith(_ADJECTIVE_ENDINGS)
            adjective = adjective and (owner is None or owner.first == owner.last)
            governs = governs or key.startswith(_FOR_ARTICLE)
            joined = key.startswith((_AND_ARTICLE, _FOR_ARTICLE)) and step > start and key not in self._lexicon.titles
            joined = joined and (governs or key.endswith(_ADJECTIVE_ENDINGS))
            if not (
                adjective
                or key in self._lexicon.demonyms
                or key in self._words.further
                or joined
                or key in self._words.governed
            ):
                break
            if self._is_title(key):
                break
            last = step
            if key in self._words.governed and self._may_follow(step + 1):
                last = step = step + 1
            step += 1
        return last

    def _is_title(self, key: str) -> bool:
        return key in self._lexicon.titles or key in self._lexicon.given

    def _adjectives(self, index: int) -> int | None:
        last = self._extended(index, definite=True)
        if last == index:
            return None
        key = self._text.keys[index + 1]
        naming = key in self._words.naming or key in self._lexicon.demonyms
        return last if naming or last > index + 1 else None

    def _is_name(self, index: int) -> bool:
        """A word that can only be a name: no article, no word of the lists, not an adjective's ending."""
        if index >= len(self._text.keys):
            return False
        key, lexicon = self._text.keys[index], self._lexicon
        known = key in lexicon.edges or key in lexicon.nouns or key in lexicon.demonyms or key in lexicon.titles
        known = known or key in lexicon.given
        particle = key[:1] in "وفبلك" and (key[1:] in lexicon.nouns or key[1:] in lexicon.edges or key[1:3] == _ARTICLE)
        adjective = key.endswith("ه") or key in self._words.generic or key in self._words.heads
        return len(key) > 2 and not (known or particle or adjective or key.startswith((_ARTICLE, _FOR_ARTICLE)))

    def _after_class(self, index: int) -> tuple[int, int] | None:
        text, step = self._text, index + 1
        if step >= len(text.keys):
            return None
        if text.between(step) in (' "', " «", " “"):
            return self._quoted(step)
        if not self._may_follow(step):
            return None
        owner = self._owners[step]
        if owner is not None:
            return (owner.first, owner.last) if owner.kind == "place" and owner.first == step else None
        if not self._is_name(step):
            return None
        second = step + 1
        more = (
            second < len(text.keys) and text.spaced(second) and self._is_name(second) and self._owners[second] is None
        )
        closes = more and self._ends_clause(second + 1)
        return (step, second) if closes else (step, step)

    def _ends_clause(self, index: int) -> bool:
        """A mark, an edge, or a word with a particle or the article follows: the name ends there."""
        text = self._text
        if index >= len(text.keys) or not text.spaced(index):
            return True
        key = text.keys[index]
        return key in self._lexicon.edges or key in self._lexicon.demonyms or key.startswith((_ARTICLE, _FOR_ARTICLE))

    def _quoted(self, step: int) -> tuple[int, int] | None:
        last = step
        while last + 1 < len(self._text.keys) and self._text.spaced(last + 1) and last - step < 4:
            last += 1
        after = self._text.text[self._text.ends[last] : self._text.ends[last] + 1]
        return (step, last) if after in ('"', "»", "”") else None
