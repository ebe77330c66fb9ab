"""Unknown people in Arabic script, where nothing is capitalised: a title says that a name follows.

After a title (وزير, المتحدثة باسم) come the words that it governs (الدفاع, وكالة الاستخبارات) and adjectives, then the
name. The name begins at a known given name, or, once the title phrase is complete (a word with the article, a known
institution), at the first word that has no article and is no noun or verb of the lists. It has two words; more only
where a particle (بن, عبد, أبو), a known given name, a family name with the article, or the word's return as a
surname later in the story says so. A given name without a title needs a verb or a people's name before it (الصربي
ألكسندر ميتروفيتش), or a surname that returns.
"""

from __future__ import annotations

from pipeline.story.entities.arabic import with_particles, words_in
from pipeline.story.entities.found import Found, unknown
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.spots import Spots
from pipeline.story.entities.text import StoryText

_LONGEST_TITLE = 10
_LONGEST_NAME = 6
_OWN = ("ها", "ه", "هم")
_COMMAS = (", ", "، ", " - ", " «", ' "')
_GOVERNING = frozenset(
    ("في", "باسم", "لدي", "عن", "من", "علي", "لشوون", "للشوون", "لحقوق", "السابق", "العام", "احد", "احدي")
)
"""Words that a title phrase goes on with; what follows is governed, not the name."""
_SON_OF = frozenset(("اوغلو", "زاده"))
"""Always the end of a family name, whatever the word before it looks like."""
_NOUN_ENDINGS = ("ه", "ها", "هم", "ات", "ا", "ين", "ون", "ته")
_SHORT_NAME = 4
_PREPOSITIONS = frozenset(
    ("في", "من", "عن", "علي", "الي", "مع", "ان", "قد", "لم", "لن", "لا", "ما", "هو", "هي", "او", "ثم")
)
_WITH_ARTICLE = ("لل", "بال", "وال", "فال", "كال")


class ArabicPeopleWords:
    """Titles and verbs as they stand in a text, with particles, and given names: made once for all stories."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.titles = with_particles({title: kind for title, kind in lexicon.titles.items() if " " not in title})
        self.long_titles: dict[str, list[str]] = {}
        """Last word → titles of several words that end in it."""
        for title in lexicon.titles:
            if " " in title:
                self.long_titles.setdefault(title.rpartition(" ")[2], []).append(title)
        given = (lexicon.given | lexicon.family_first) - lexicon.edges
        self._given = frozenset(key for key in lexicon.given & given if len(key) > 2)
        self.verbs = with_particles(lexicon.verbs)
        self.names = given

    def given_in(self, word: str) -> str | None:
        """The given name that a word is, or that stands in it behind the shortest particle; None where none does."""
        return next((name for name in (word, *words_in(word)) if name in self._given), None)


_FOURTH_FORM = 4
"""Letters of a verb of the form أفعل."""


class ArabicPeople:
    """Looks for people in one story; `owners` are the names known so far, by word."""

    def __init__(self, text: StoryText, lexicon: Lexicon, owners: list[Found | None], words: ArabicPeopleWords) -> None:
        self._text, self._lexicon, self._owners, self._words = text, lexicon, owners, words
        self._keys = text.keys

    def introduced(self, spots: Spots) -> list[Found]:
        """Names after titles, then names that their own words prove."""
        people: list[Found] = []
        taken = 0
        for index in sorted({*spots.titles, *spots.given}):
            if index < taken:
                continue
            title = self._title_at(index)
            found = self._after_title(index, title) if title else self._by_given_name(index)
            if found:
                people.append(found)
                taken = found.last + 1
        return people

    def _title_at(self, index: int) -> str | None:
        key = self._keys[index]
        if key in self._words.long_titles:
            before = self._text.key[: self._text.key_ends[index]]
            for title in self._words.long_titles[key]:
                if before.endswith(title):
                    return title
        return self._words.titles.get(key)

    def _joined(self, index: int) -> bool:
        return index < len(self._keys) and self._text.spaced(index)

    def _after_title(self, index: int, title: str) -> Found | None:
        complete = title.startswith("ال") or title.endswith(_OWN) or self._lexicon.titles[title] == "first"
        step, comma = index + 1, False
        while step < min(len(self._keys), index + 1 + _LONGEST_TITLE):
            if not self._joined(step):
                if comma or step == index + 1 or not self._goes_on_behind_comma(step):
                    break
                comma = True
            key, owner = self._keys[step], self._owners[step]
            if owner is not None and owner.kind == "person":
                break
            if self._is_given(key):
                return self._name(step, proven=True)
            if owner is not None:
                step, complete = owner.last + 1, True
                continue
            governed = self._governed(key)
            if governed is None and key in self._lexicon.edges:
                break
            if governed is None and complete and not self._is_no_name(key) and not self._given_follows(step):
                verb = self._is_past(key) or self._is_fourth_form(step)
                return None if verb else self._name(step, proven=False)
            complete = complete if governed is None else governed
            step += 1
        return None

    def _is_past(self, key: str) -> bool:
        """جلسة المحكمة أرجئت مرتين: a feminine verb of the past; names that end so are mostly given names."""
        return len(key) > _SHORT_NAME and key.endswith("ت")

    def _is_fourth_form(self, step: int) -> bool:
        """صاحب المصنع أغلق أبوابه, أدهش الجيران: a verb of the form أفعل before a noun with the article or a pronoun.

        Known given names of that form (أشرف, أكرم) were told before; foreign ones (أليس) have no such noun behind them.
        """
        text = self._text
        if len(self._keys[step]) != _FOURTH_FORM or text.text[text.starts[step]] != "أ" or not self._joined(step + 1):
            return False
        return self._keys[step + 1].startswith("ال") or text.text[text.ends[step + 1] - 1] == "ه"

    def _goes_on_behind_comma(self, step: int) -> bool:
        """`مدير المعهد، عبد الصبور ناصري،`: a given name, or two words that could be a name between marks."""
        return self._text.between(step) in _COMMAS and (self._is_given(self._keys[step]) or self._closes(step))

    def _closes(self, first: int) -> bool:
        """After a comma: two words that could be a name, and a mark again."""
        after = first + 2
        two = self._joined(first + 1) and not any(self._is_no_name(self._keys[i]) for i in (first, first + 1))
        return two and (after == len(self._keys) or not self._joined(after))

    def _governed(self, key: str) -> bool | None:
        """Whether the title phrase is complete after a word that belongs to it; None for a word that may not."""
        if key.startswith(("ال", "لل", "بال", "وال")) or key in self._lexicon.demonyms:
            return True
        if key in _GOVERNING:
            return False
        return key.endswith(_OWN) if key in self._lexicon.titles else None

    def _given_follows(self, step: int) -> bool:
        """The name begins one word later: بقيادة راهول غاندي."""
        return self._joined(step + 1) and self._joined(step + 2) and self._is_given(self._keys[step + 1])

    def _is_given(self, key: str) -> bool:
        return key in self._words.names

    def _by_given_name(self, index: int) -> Found | None:
        """A given name without a title needs proof: a verb before it, or a surname that returns in the story."""
        bare = self._words.given_in(self._keys[index])
        if bare is None or self._owners[index] is not None or not self._joined(index + 1):
            return None
        following = self._keys[index + 1]
        if following in self._lexicon.edges or following in self._lexicon.nouns:
            return None
        before = self._keys[index - 1] if index and self._joined(index) else ""
        verb_before = before in self._words.verbs or (before.startswith("ال") and before in self._lexicon.demonyms)
        if not verb_before and (following.startswith("ال") or not self._returns(following)):
            return None
        found = self._name(index, proven=True)
        prefix = len(self._keys[index]) - len(bare)
        if found is not None and prefix:
            text = self._text
            start, end = text.folded.span(text.key_starts[index] + prefix, text.key_ends[found.last])
            found.start, found.full = start, text.text[start:end]
        return found

    def _returns(self, key: str) -> bool:
        return self._text.key.count(f"{key} ") > 1

    def _name(self, index: int, *, proven: bool) -> Found | None:
        """The name that begins at a word; `proven`: its first word is a known given name."""
        last, real, step = index, 0, index
        while step < min(len(self._keys), index + _LONGEST_NAME):
            if step > index and (not self._joined(step) or not self._continues(step, index, real, proven)):
                break
            if self._keys[step] not in self._lexicon.particles:
                real, last = real + 1, step
            step += 1
        return unknown(self._text, index, last, "person") if real >= 2 else None

    def _continues(self, step: int, index: int, real: int, proven: bool) -> bool:
        """Whether a word goes on with the name that begins at `index` and has `real` words besides particles."""
        keys, particles = self._keys, self._lexicon.particles
        key = keys[step]
        family_first = keys[index] in self._lexicon.family_first and real < 3
        if family_first and len(key) <= _SHORT_NAME:
            return not key.startswith(_WITH_ARTICLE) and key not in _PREPOSITIONS
        if key in _SON_OF or (self._joined(step + 1) and keys[step + 1] in _SON_OF):
            return True
        if self._is_no_name(key):
            return proven and real == 1 and key in self._lexicon.nouns and self._is_closed(step)
        if keys[step - 1] in particles or key in particles:
            return True
        if real >= 2:
            return self._owners[step] is None and (family_first or self._is_third(step, real, proven))
        return proven or (self._owners[step] is None and not self._is_noun_phrase(index, step))

    def _is_noun_phrase(self, first: int, second: int) -> bool:
        """بإيواء الأسر, قرشي الاتهامات: a second word with the article after a preposition, or with a noun's ending.

        Or two nouns joined by و, both in the accusative: تمرا وزيتا.
        """
        key, begin = self._keys[second], self._keys[first]
        prepositional = begin[0] in "بلك" and len(begin) > _SHORT_NAME
        accusatives = begin.endswith("ا") and key.startswith("و") and key.endswith("ا")
        return accusatives or (key.startswith("ال") and (prepositional or key.endswith(_NOUN_ENDINGS)))

    def _is_third(self, step: int, real: int, proven: bool) -> bool:
        """Whether a word after two others still belongs to the name.

        A family name with the article, a given name, a surname that returns; or a word that no list has and no noun's
        ending gives away, before a mark or a particle: كليمنتين نكويتا سلامي إلى.
        """
        key = self._keys[step]
        if key.startswith("ال"):
            noun = key.endswith(_NOUN_ENDINGS) or key[2:] in self._lexicon.nouns or key in self._lexicon.demonyms
            return proven and real == 2 and not noun
        if key in self._lexicon.given or self._returns(key):
            return True
        foreign = len(key) > 3 and key[0] not in "وفبلكس" and not key.endswith(_NOUN_ENDINGS)
        return real == 2 and foreign and self._is_closed(step)

    def _is_closed(self, step: int) -> bool:
        """What follows a word can't be governed by it: a mark, the end, or a particle."""
        if not self._joined(step + 1):
            return True
        after = self._keys[step + 1]
        return after in self._lexicon.edges or (after[0] in "بلو" and len(after) > _SHORT_NAME)

    def _is_no_name(self, key: str) -> bool:
        lexicon = self._lexicon
        if self._is_given(key):
            return False
        if key.startswith(_WITH_ARTICLE) or (key[0] in "لبف" and self._is_given(key[1:])):
            return True
        listed = key in lexicon.edges or key in lexicon.nouns or key in lexicon.titles or key in lexicon.demonyms
        return listed or (key[0] in "وفلبك" and key[1:] in lexicon.edges) or not key.isalpha()
