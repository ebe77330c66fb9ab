"""How well the language stage answers: accuracy, confusions and calibration, beside two detectors by themselves.

A part of the corpus is a folder with `headlines.jsonl` and, but for `train`, `bodies.jsonl`, one text a line: `id`,
`kind`, `language`, `text`.
Capitals are made here: every headline that `str.upper()` changes. `und` is a wrong answer: every text can be told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from pipeline.evaluate.alone import CHINESE, Alone, Answer, langdetect_alone, py3langid_alone
from pipeline.story.language import Detector

STAGE = "the stage"
SETS = ("bodies", "headlines", "capitals")
TARGETS = {"bodies": 0.995, "headlines": 0.96, "capitals": 0.95}
"""Least accuracy of each set."""
CALIBRATION_TARGET = 0.05
"""Largest calibration error, over all three sets together."""
BINS = 10
"""Bins of equal width that scores are sorted into for the calibration error."""
CUTS = (20, 40, 80, 160, 300)
"""Bodies are read whole, and their first characters up to the last whole word within each of these."""
HEADLINE_LENGTHS = (25, 40, 60, 90)
"""Upper ends of the lengths that headlines are grouped by, in characters."""


class LabelledText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text of the corpus, with the language that the stage should answer."""

    id: str
    kind: str
    language: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """What a detector answered to one text, and with what score (0 … 1)."""

    asked: LabelledText
    answer: str
    score: float

    @property
    def right(self) -> bool:
        """Whether it is the language asked for; `zh` is either Chinese, because py3langid can't say which."""
        wanted = self.asked.language
        return self.answer == wanted or (self.answer == CHINESE and wanted.startswith(CHINESE))


@dataclass(frozen=True)
class LanguageReport:
    """Outcomes by detector and set; a set is one of `SETS`, or a cut of the bodies (`20` … `300`)."""

    outcomes: dict[str, dict[str, list[Outcome]]]
    known: dict[str, Callable[[str], bool]]

    def missed(self) -> list[str]:
        """The targets that the stage misses, each as a sentence."""
        own = self.outcomes[STAGE]
        found = [
            f"{name}: {accuracy(own[name]):.2%} right, {least:.1%} wanted"
            for name, least in TARGETS.items()
            if accuracy(own[name]) < least
        ]
        error = calibration_error([one for name in SETS for one in own[name]])
        if error > CALIBRATION_TARGET:
            found.append(f"calibration error {error:.3f}, at most {CALIBRATION_TARGET} wanted")
        return found


def evaluate_language(detector: Detector, corpus: Sequence[LabelledText]) -> LanguageReport:
    """Ask the stage, langdetect and py3langid every text of the corpus, in every form."""
    others: tuple[Alone, ...] = (langdetect_alone(), py3langid_alone())
    answers: dict[str, Callable[[LabelledText], Answer]] = {STAGE: lambda asked: _stage(detector, asked)}
    answers |= {other.name: lambda asked, one=other: one.answer(asked.text) for other in others}  # type: ignore[misc]  # mypy doesn't infer a lambda's default
    forms = forms_of(corpus)
    return LanguageReport(
        outcomes={
            name: {form: [Outcome(asked, *answer(asked)) for asked in texts] for form, texts in forms.items()}
            for name, answer in answers.items()
        },
        known={STAGE: lambda _: True} | {other.name: other.knows for other in others},
    )


def _stage(detector: Detector, asked: LabelledText) -> Answer:
    headline, body = (asked.text, "") if asked.kind == "headline" else ("", asked.text)
    found = detector.detect(headline, body)
    return found.language, found.score


def forms_of(corpus: Sequence[LabelledText]) -> dict[str, list[LabelledText]]:
    """The texts of each set and of each cut."""
    bodies = [one for one in corpus if one.kind == "body"]
    headlines = [one for one in corpus if one.kind == "headline"]
    capitals = [msgspec.structs.replace(one, text=one.text.upper()) for one in headlines]
    forms = {
        "bodies": bodies,
        "headlines": headlines,
        "capitals": [loud for loud, asked in zip(capitals, headlines, strict=True) if loud.text != asked.text],
    }
    for length in CUTS:
        forms[str(length)] = [msgspec.structs.replace(one, text=beginning(one.text, length)) for one in bodies]
    return forms


def beginning(text: str, length: int) -> str:
    """At most `length` characters of a text, up to the end of a word where there is one.

    >>> beginning("one two three", 9)
    'one two'
    >>> beginning("欧盟对中国电动车加征关税", 4)
    '欧盟对中'
    >>> beginning("short", 9)
    'short'
    """
    if len(text) <= length:
        return text
    cut = text[: length + 1]
    return cut.rpartition(" ")[0] if " " in cut else text[:length]


def read_corpus(folder: Path) -> list[LabelledText]:
    """Every text of a part of the corpus. Raises OSError, and msgspec.DecodeError for a line of another form."""
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is no folder")
    return [
        msgspec.json.decode(line, type=LabelledText)
        for path in sorted(folder.glob("*.jsonl"), reverse=True)
        for line in path.read_bytes().splitlines()
    ]


def accuracy(outcomes: Sequence[Outcome]) -> float:
    """Share of right answers; 1 of none."""
    return sum(one.right for one in outcomes) / len(outcomes) if outcomes else 1.0


def calibration_error(outcomes: Sequence[Outcome]) -> float:
    """Expected calibration error: |share right − mean score| of each bin, weighted by its texts. 0 … 1."""
    return sum(abs(bin_.right - bin_.score) * bin_.texts for bin_ in calibration(outcomes)) / max(len(outcomes), 1)


@dataclass(frozen=True)
class Bin:
    """The outcomes whose scores lie between `start` and `start + 1 / BINS`."""

    start: float
    texts: int
    score: float
    right: float


def calibration(outcomes: Iterable[Outcome]) -> list[Bin]:
    """Bins that hold any outcome, lowest scores first."""
    sorted_in: dict[int, list[Outcome]] = {}
    for one in outcomes:
        sorted_in.setdefault(min(int(one.score * BINS), BINS - 1), []).append(one)
    return [
        Bin(at / BINS, len(inside), sum(one.score for one in inside) / len(inside), accuracy(inside))
        for at, inside in sorted(sorted_in.items())
    ]


def confusions(outcomes: Iterable[Outcome]) -> Counter[tuple[str, str]]:
    """How often each language was taken for each other one."""
    return Counter((one.asked.language, one.answer) for one in outcomes if not one.right)
