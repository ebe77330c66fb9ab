"""Where an organisation's name in Latin script begins and ends: the words that go on with it, and those that cut it."""

from __future__ import annotations

from pipeline.story.entities.found import Found
from pipeline.story.entities.lexicon import Lexicon
from pipeline.story.entities.text import StoryText

_LONGEST = 9
_LONGEST_AFTER_CLASS = 4
_GERMAN_ADJECTIVE = ("e", "en", "er", "es", "em", "ische", "ischen")


class LatinOrganisationName:
    """Reads names off a story; `owners` are the names known so far, by word; `sport`: whether it is about sport."""

    def __init__(self, text: StoryText, lexicon: Lexicon, owners: list[Found | None], *, sport: bool) -> None:
        self._text, self._lexicon, self._owners, self._language = text, lexicon, owners, lexicon.language
        self._of, self._and, self._articles = lexicon.of, lexicon.small("and"), lexicon.article
        self._generic = lexicon.organisation("generic")
        self._adjectives, self._sport = lexicon.organisation("adjective"), sport

    def complement(self, head: int) -> int:
        """Index of the last word of the name that `head` begins; the head's own where nothing belongs to it."""
        text, last, step = self._text, head, head + 1
        while step < min(len(text.keys), head + _LONGEST) and text.joined(step):
            key = text.keys[step]
            if text.capital[step]:
                if key in self._lexicon.edges and not self._lexicon.organisation("left") & {key}:
                    break
                if self._opens_person(step) or (self._language == "en" and last == head):
                    break
                last = step
            elif key in self._adjectives or key in self._lexicon.demonyms:
                last = step
            elif key in self._of or (key in self._and and last > head):
                reach = self.governed(step)
                if reach is None:
                    break
                last = step = reach
            else:
                break
            step += 1
        return last

    def governed(self, step: int) -> int | None:
        """After a preposition or `and`: index of the capitalised word it governs, or in French of a noun."""
        text, after = self._text, step + 1
        while after < len(text.keys) and text.joined(after) and text.keys[after] in self._lexicon.of_or_article:
            if after == step + 1 and text.keys[step] in self._and and text.keys[after] in self._articles:
                return None
            after += 1
        if after >= len(text.keys) or not text.joined(after):
            return None
        if text.capital[after]:
            if text.keys[after] in self._lexicon.edges and text.keys[after] not in self._lexicon.organisation("left"):
                return None
            owner = self._owners[after]
            return (
                None if owner and owner.kind == "person" else (owner.last if owner and owner.first == after else after)
            )
        plain = self._language == "fr" and text.keys[step] not in ("en", "a", "sur")
        return after if plain and self._is_french_noun(after) else None

    def _is_french_noun(self, index: int) -> bool:
        key = self._text.keys[index]
        return len(key) > 4 and key not in self._lexicon.edges and key not in self._lexicon.verbs

    def _opens_person(self, index: int) -> bool:
        owner = self._owners[index]
        key = self._text.keys[index]
        return (owner is not None and owner.kind == "person") or (
            (key in self._lexicon.given or key in self._lexicon.titles) and self._language != "en"
        )

    def first_before(self, index: int) -> int:
        """Index of the first of the words with a capital that stand before a head and belong to its name."""
        text, first = self._text, index
        state = self._text.keys[index] in self._lexicon.organisation("state")
        while first > 0 and text.joined(first) and text.capital[first - 1]:
            key, owner = text.keys[first - 1], self._owners[first - 1]
            german = self._language == "de"
            if german and not (key.endswith(_GERMAN_ADJECTIVE) or text.hyphened(first)):
                break
            if key in self._generic and text.begins_sentence(first - 1):  # `Guter Rat ist teuer`
                break
            if key in self._lexicon.edges and key not in self._lexicon.organisation("right"):
                break
            if key in self._lexicon.title_ends or (owner and owner.kind == "person"):
                break
            if (state or german) and key in self._lexicon.demonyms and self._language == "en":
                break
            first -= 1
        return self._before_and(first)

    def _before_and(self, first: int) -> int:
        """`Geology and Mining Service`: one word before `and`, and the capitalised words before that."""
        text = self._text
        if self._language != "en" or first < 3 or text.keys[first - 1] != "and" or not text.joined(first - 1):
            return first
        begin = first - 1
        while begin > 0 and text.joined(begin) and text.capital[begin - 1] and self._owners[begin - 1] is None:
            key = text.keys[begin - 1]
            if key in self._lexicon.no_names and key not in self._lexicon.organisation("right"):
                break
            begin -= 1
        article = begin > 0 and text.keys[begin - 1] in self._lexicon.of_or_article
        return begin if begin < first - 1 and article else first

    def run(self, first: int) -> tuple[int, int] | None:
        """The name that begins at a word behind a class noun; None where it is a person's or a place's."""
        text, lexicon, last = self._text, self._lexicon, first - 1
        step = first
        if text.keys[first] in self._articles and first + 1 < len(text.keys) and text.capital[first + 1]:
            last, step = first, first + 1
        while step < min(len(text.keys), first + _LONGEST_AFTER_CLASS) and (
            step == first or text.joined(step) or text.between(step) == " & "
        ):
            key, owner = text.keys[step], self._owners[step]
            if owner is not None and (
                owner.kind == "person" or (step > first and owner.first == step and owner.kind == "place")
            ):
                break
            if (
                text.capital[step]
                and key not in lexicon.edges
                and key not in lexicon.title_ends
                and key not in lexicon.demonyms
            ):
                last = step
            else:
                reach = self.governed(step) if key in self._of and last >= first else None
                if reach is None:
                    break
                last = step = reach
            step += 1
        owner = self._owners[first]
        if owner is not None and owner.kind == "place" and owner.last == last and not self._sport:
            return None
        proper = last > first or (last == first and text.keys[first] not in self._articles)
        return (first, last) if proper and not self._names_person(first, last) else None

    def _names_person(self, first: int, last: int) -> bool:
        return last > first and self._text.keys[first] in self._lexicon.given
