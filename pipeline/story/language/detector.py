"""Who decides the language of a story: the rules, in order.

1. *Too little to read is `und`*: fewer than two words (four letters where words aren't spaced); digits, addresses and
   signs are no words. langdetect alone says Swahili for `URGENT` and Tagalog for `AFP`, both with .99.
2. *The script first*: letters are counted by script, and only languages of the most frequent one are candidates. A
   script that one language writes decides by itself; Han characters are told apart in `han.py`.
3. *Other scripts of any weight* are a mixed story: each part is read by itself, and the largest share wins, so that the
   answer doesn't flip with the story's length. The same for paragraphs in another language of the same script.
4. *Capitals are lower-cased and names set apart* (`sample.py`).
5. *Three witnesses are added*: langdetect's profiles, py3langid's model and the words, each a log chance of every
   candidate. No witness wins by rank: the weights are fitted (`wire evaluate fit-language`), so that the clearer one
   wins, and the sum is a calibrated chance. In headlines the words lead, from twenty words on all three agree.
6. *The declared language is evidence*: it tips texts that say little by themselves, never clear text.
7. *A feed's own languages* narrow the choice; text that is clearly in another one is `und`, not the nearest of them.
8. *`und` below a stated score* (`least` in `weights.json`).
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

import numpy as np

from pipeline.story.language.evidence import Evidence, Weights, Witnesses, load_weights, load_witnesses
from pipeline.story.language.han import writing
from pipeline.story.language.languages import KnownLanguage, load_languages, matching
from pipeline.story.language.sample import sample_of, without_addresses
from pipeline.story.language.scripts import UNSPACED, families, histogram, words_in
from pipeline.story.model import Language, LanguageShare

UNDETERMINED = "und"
_WORD = re.compile(r"\S+")
_READ = 4000
"""Code points of a story that are looked at: scripts are counted and languages of paragraphs compared in these."""
_SAMPLE = 400
"""Code points that the witnesses are given."""
_GLANCE = 40
"""Code points of a paragraph that tell whether it is worth reading by itself."""
_STRANGE = 12.0
"""Lead, as a log chance, that the first words of such a paragraph must have: about three words of another language."""
_LEAST_LETTERS = 4
"""Letters that count as two words where words aren't spaced."""
_MIXED = 0.15
"""Share of letters from which a second script or language makes a story mixed: names and credits stay below."""
_LEAST_PART = 20
"""Letters that a part must have to be read by itself."""
_ONE_LANGUAGE = 0.99
"""Score where only one language writes the script: others that write it are rarer than one story in a hundred."""
_CLEARLY_ANOTHER = 9.0
"""Lead, as a log chance, of a language that a feed doesn't have over those that it has: odds of 8,000 to 1."""


class Detector:
    """Detects languages by the rules above. Holds nothing that changes: any number of threads may share it."""

    def __init__(
        self,
        known: Sequence[KnownLanguage],
        witnesses: Mapping[str, Witnesses],
        weights: Weights,
        languages: Mapping[str, Sequence[str]],
    ) -> None:
        self._tags = tuple(one.tag for one in known)
        self._of_script = {one.script: one.tag for one in known}
        self._witnesses = witnesses
        self._weights = weights
        self._allowed = {
            feed: frozenset(tag for code in codes for tag in matching(code, self._tags))
            for feed, codes in languages.items()
        }

    def detect(self, headline: str, body: str, declared: str | None = None, feed: str | None = None) -> Language:
        """The language of clean text, by headline and body together.

        `declared` is what the source says (any BCP 47 tag), `feed` the feed's name. The answer is `und` when it can't
        be told. Never raises; the same answer in any process, thread and order.
        """
        text = without_addresses(f"{headline}\n{body}"[:_READ])
        counts = families(histogram(text))
        heard = declared if declared and declared.lower() != UNDETERMINED else None
        parts = self._parts(text, counts, heard, feed)
        if not parts:
            return Language(language=UNDETERMINED, score=0.0)
        answer, _letters = parts[0]
        total = sum(letters for _part, letters in parts)
        shares = [LanguageShare(language=part.language, share=round(letters / total, 3)) for part, letters in parts]
        return Language(
            language=answer.language,
            score=answer.score,
            opinions=answer.opinions,
            shares=shares if len(shares) > 1 else [],
            disagrees=self._disagrees(answer.language, heard),
        )

    def _parts(
        self, text: str, counts: Mapping[str, int], declared: str | None, feed: str | None
    ) -> list[tuple[Language, int]]:
        """Each language of the story with its letters, largest first; `und` only where there is nothing else."""
        total = sum(counts.values())
        found: dict[str, tuple[Language, int]] = {}
        for rank, (script, letters) in enumerate(counts.items()):
            if rank and (letters < _LEAST_PART or letters < total * _MIXED):
                continue
            own = words_in(script, text) if len(counts) > 1 else text
            for part, size in self._of_one_script(own, script, letters, declared, feed):
                if not rank or part.language != UNDETERMINED:
                    before = found.get(part.language)
                    found[part.language] = (before[0], before[1] + size) if before else (part, size)
        return sorted(found.values(), key=lambda pair: (-pair[1], pair[0].language))

    def _of_one_script(
        self, text: str, script: str, letters: int, declared: str | None, feed: str | None
    ) -> list[tuple[Language, int]]:
        """The language of a text in one script, and those of paragraphs that are clearly in another."""
        enough = letters >= _LEAST_LETTERS if script in UNSPACED else not _few_words(text)
        if not enough:
            return [(Language(language=UNDETERMINED, score=0.0), letters)]
        paragraphs = [line for line in text.split("\n") if len(line) >= _LEAST_PART * 3]
        main, strange = self._read(text, script, declared, feed, paragraphs if len(paragraphs) > 1 else ())
        others = []
        for paragraph in strange:
            other, _none = self._read(paragraph, script, None, feed)
            if other.language not in {main.language, UNDETERMINED}:
                size = sum(map(str.isalpha, paragraph))
                others.append((other, size))
                letters -= size
        return [(main, letters), *others]

    def _read(
        self, text: str, script: str, declared: str | None, feed: str | None, paragraphs: Sequence[str] = ()
    ) -> tuple[Language, list[str]]:
        """The language of a text in one script, and those paragraphs whose first words speak clearly for another."""
        chance = _ONE_LANGUAGE
        if script == "East":
            script, chance = self._east_asian(text)
        allowed = self._allowed.get(feed or "*", self._allowed.get("*"))
        witnesses = self._witnesses.get(script)
        if witnesses is None:
            tag = self._of_script.get(script)
            if tag is None or (allowed is not None and tag not in allowed):
                return Language(language=UNDETERMINED, score=0.0), []
            return Language(language=tag, score=round(min(chance, _ONE_LANGUAGE), 4)), []
        openings = [paragraph[:_GLANCE] for paragraph in paragraphs]
        evidence, heard = witnesses.hear(sample_of(text.strip()[:_SAMPLE]), openings)
        answer = self._weigh(evidence, witnesses, allowed, declared)
        if not openings or answer.language == UNDETERMINED:
            return answer, []
        strange = heard.max(axis=1) > heard[:, witnesses.tags.index(answer.language)] + _STRANGE
        return answer, [paragraph for paragraph, other in zip(paragraphs, strange.tolist(), strict=True) if other]

    def _east_asian(self, text: str) -> tuple[str, float]:
        """Hangul means Korean and kana Japanese, even among Han characters; else the characters decide."""
        counts = histogram(text)
        if counts.get("Hang", 0) * 4 > counts["East"]:
            return "Hang", 1.0
        if counts.get("Kana", 0) * 20 > counts["East"]:
            return "Jpan", 1.0
        return writing(text)

    def _weigh(
        self, evidence: Evidence, witnesses: Witnesses, allowed: Container[str] | None, declared: str | None
    ) -> Language:
        """The likeliest of the allowed languages (None: of all), by all witnesses together."""
        tags = witnesses.tags
        first, second, words = evidence.opinions(self._weights)
        opinions = {"langdetect": tags[int(first.argmax())], "langid": tags[int(second.argmax())]}
        total = first + second + words + self._weights.share * witnesses.shares
        for tag in matching(declared, tags) if declared else ():
            total[tags.index(tag)] += self._weights.declared
        among = total if allowed is None else np.where([tag in allowed for tag in tags], total, -np.inf)
        best = int(among.argmax())
        if allowed is not None and total.max() - among[best] > _CLEARLY_ANOTHER:
            return Language(language=UNDETERMINED, score=0.0, opinions=opinions)
        score = round(1 / float(np.exp(among - among[best]).sum()), 4)
        return Language(
            language=tags[best] if score >= self._weights.least else UNDETERMINED, score=score, opinions=opinions
        )

    def _disagrees(self, tag: str, declared: str | None) -> bool:
        """Whether the answer is another language than the declared one; nothing is claimed of `und`."""
        return declared is not None and tag != UNDETERMINED and tag not in matching(declared, self._tags)


def _few_words(text: str) -> bool:
    """Fewer than two words that have a letter."""
    found = 0
    for word in _WORD.finditer(text):
        found += any(map(str.isalpha, word[0]))
        if found == 2:
            return False
    return True


def load_detector(languages: Mapping[str, Sequence[str]] | None = None) -> Detector:
    """Read profiles, model and words from their packages, before anything is served.

    `languages` narrows the choice: a feed's name → the BCP 47 codes it publishes in (`pt-BR` means `pt`, `zh` both
    Chinese ones), `*` for every other feed. None: all. A code that isn't known is ignored; settings refuse it.
    """
    known = load_languages()
    return Detector(known, load_witnesses(known), load_weights(), languages or {})
