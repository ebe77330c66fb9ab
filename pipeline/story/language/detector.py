"""Who decides the language of a story, in order.

1. *Too little to read is `und`*: fewer than two words, or nothing but digits, addresses and signs.
2. *The script first*: letters are counted by script; the languages of the most frequent script are the candidates
   (narrowed to the feed's own, where it has some of that script). Kana means Japanese, Hangul Korean; Han characters
   are told into traditional and simplified by the characters that only one of them writes.
3. *Capitals are lower-cased*: langdetect skips words in capitals (.35 right on such headlines, .69 lower-cased).
4. *Two opinions, added*: langdetect's profiles and py3langid's model each give a log chance for each candidate; their
   tempered sum decides. The temperatures are fitted, so that the sum is a calibrated chance.
5. *The declared language is evidence*: it raises its language a little, never enough to overrule clear text.
6. *`und` below a stated confidence.*
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
import numpy.typing as npt

from pipeline.story.language.langid import LangidModel, load_langid
from pipeline.story.language.profiles import Profiles, load_profiles
from pipeline.story.language.scripts import histogram
from pipeline.story.model import Language, LanguageShare

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|[@#]\w+")
_WORD = re.compile(r"\S*[^\W\d_]\S*")
_SAMPLE = 600
"""Code points that are read: accuracy doesn't grow beyond (measured: 600), cost does."""
_TRADITIONAL = frozenset(
    "國學會發現這個們來時對說為後開關經過還進動實體與總統長門間問題東車馬軍電話臺灣萬書處無當區際議黨員機業產報導選舉戰爭"
)
_SIMPLIFIED = frozenset(
    "国学会发现这个们来时对说为后开关经过还进动实体与总统长门间问题东车马军电话台湾万书处无当区际议党员机业产报导选举战争"
) - frozenset("会来国学实体当区台万与无后")
_LANGDETECT_WEIGHT = 1.0
_LANGID_WEIGHT = 1.0
_DECLARED_WEIGHT = 1.0
_LEAST_SCORE = 0.3


@dataclass(frozen=True)
class _Known:
    tag: str
    script: str
    langdetect: int
    langid: int
    prior: float


class Detector:
    """Detects languages by the rules above. Holds nothing that changes: any number of threads may share it."""

    def __init__(
        self, known: Sequence[_Known], profiles: Profiles, langid: LangidModel, languages: Mapping[str, Sequence[str]]
    ) -> None:
        self._known = {known_one.tag: known_one for known_one in known}
        self._profiles = profiles
        self._langid = langid
        self._languages = languages

    def detect(self, headline: str, body: str, declared: str | None = None, feed: str | None = None) -> Language:
        """The language of clean text; `und` when it can't be told. Never raises, the same answer everywhere."""
        text = _ADDRESS.sub(" ", f"{headline}\n{body}"[: _SAMPLE * 4])
        scripts = histogram(text)
        script = _writing(scripts, text)
        if script is None:
            return Language(language="und", score=0.0)
        tags = self._candidates(script, feed)
        if not tags:
            return Language(language="und", score=0.0)
        if len(tags) == 1:
            return self._answer(tags[0], 0.99, {}, declared)
        sample = text[:_SAMPLE]
        if sum(map(str.isupper, sample)) > sum(map(str.islower, sample)):
            sample = sample.lower()
        return self._weigh(sample, tags, declared)

    def _candidates(self, script: str, feed: str | None) -> list[str]:
        allowed = self._languages.get(feed or "*", self._languages.get("*"))
        tags = [one.tag for one in self._known.values() if one.script == script]
        return [tag for tag in tags if tag in allowed] if allowed else tags

    def _weigh(self, sample: str, tags: list[str], declared: str | None) -> Language:
        known = [self._known[tag] for tag in tags]
        first, grams = self._profiles.score(sample)
        second, size = self._langid.score(sample)
        one = _tempered(first, [entry.langdetect for entry in known], grams)
        two = _tempered(second, [entry.langid for entry in known], size)
        prior = np.array([entry.prior for entry in known])
        total = _LANGDETECT_WEIGHT * one + _LANGID_WEIGHT * two + prior
        if declared in tags:
            total[tags.index(declared)] += _DECLARED_WEIGHT
        chance = np.exp(total - total.max())
        chance /= chance.sum()
        best = int(chance.argmax())
        opinions = {"langdetect": tags[int(one.argmax())], "langid": tags[int(two.argmax())]}
        score = float(chance[best])
        return self._answer(tags[best] if score >= _LEAST_SCORE else "und", score, opinions, declared)

    def _answer(self, tag: str, score: float, opinions: dict[str, str], declared: str | None) -> Language:
        shares: list[LanguageShare] = []
        disagrees = declared is not None and tag != "und" and declared.split("-")[0] != tag.split("-", maxsplit=1)[0]
        return Language(language=tag, score=round(score, 4), opinions=opinions, shares=shares, disagrees=disagrees)


def _tempered(scores: npt.NDArray[np.float32], columns: list[int], size: int) -> npt.NDArray[np.float64]:
    """Scores of the candidates by √size; a language that the detector doesn't know gets its candidates' lowest."""
    own = [scores[column] for column in columns if column >= 0]
    if not own:
        return np.zeros(len(columns))
    low = min(own)
    picked = np.array([scores[column] if column >= 0 else low for column in columns], dtype=np.float64)
    tempered: npt.NDArray[np.float64] = (picked - picked.max()) / max(size, 1) ** 0.5
    return tempered


def _writing(scripts: Mapping[str, int], text: str) -> str | None:
    """The script that decides, with Han told apart; None for fewer than two words."""
    east = scripts.get("Hani", 0) + scripts.get("Kana", 0) + scripts.get("Hang", 0)
    if not scripts or east * 2 >= sum(scripts.values()):
        return _eastern(scripts, text) if east >= 4 else None
    script = next(name for name in scripts if name not in {"Hani", "Kana", "Hang"})
    if script in {"Thai", "Laoo", "Khmr", "Mymr"}:
        return script if scripts[script] >= 4 else None
    return script if len(_WORD.findall(text)) >= 2 else None


def _eastern(scripts: Mapping[str, int], text: str) -> str:
    east = scripts.get("Hani", 0) + scripts.get("Kana", 0) + scripts.get("Hang", 0)
    if scripts.get("Hang", 0) * 4 > east:
        return "Hang"
    if scripts.get("Kana", 0) * 20 > east:
        return "Jpan"
    return "Hant" if sum(map(_TRADITIONAL.__contains__, text)) > sum(map(_SIMPLIFIED.__contains__, text)) else "Hans"


def load_detector(languages: Mapping[str, Sequence[str]] | None = None) -> Detector:
    """Read profiles and model from their packages. `languages`: feed → the tags it may be in; `*` for all others."""
    text = (resources.files(__package__) / "languages.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    first = tuple(sorted({row["langdetect"] for row in rows} - {""}))
    second = tuple(sorted({row["langid"] for row in rows} - {""}))
    known = [
        _Known(
            tag=row["tag"],
            script=row["script"],
            langdetect=first.index(row["langdetect"]) if row["langdetect"] else -1,
            langid=second.index(row["langid"]) if row["langid"] else -1,
            prior=float(np.log(float(row["share"]))),
        )
        for row in rows
    ]
    return Detector(known, load_profiles(first), load_langid(second), languages or {})
