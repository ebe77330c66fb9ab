"""The languages that the stage tells apart, and what the tables say of each."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class KnownLanguage:
    """A row of `languages.csv`.

    `langdetect` and `langid` are the detectors' own codes, empty where one doesn't know the language. `relative` is
    the langdetect profile of the nearest relative: it stands in, so that py3langid alone decides between the two.
    `words` is the code of wordfreq's list, empty where it has none, or where the script tells the language anyway.
    `share` is the weight before anything is read: a rough share of agency copy, which only tips the balance on texts
    too short to speak for themselves.
    """

    tag: str
    script: str
    langdetect: str
    relative: str
    langid: str
    words: str
    share: float


def load_languages() -> tuple[KnownLanguage, ...]:
    """Every language of `languages.csv`, in its order."""
    text = (resources.files(__package__) / "languages.csv").read_text(encoding="utf-8")
    return tuple(
        KnownLanguage(**{**row, "share": float(row["share"])})  # type: ignore[arg-type]  # csv knows only strings
        for row in csv.DictReader(text.splitlines())
    )


_OTHER_NAMES = {
    "no": "nb",
    "nn": "nb",
    "iw": "he",
    "in": "id",
    "sh": "sr-Latn",
    "fil": "tl",
    "prs": "fa",
    "pes": "fa",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
}
"""Codes that sources write for a tag of ours: withdrawn ISO 639 codes, regions that stand for a script, close kin."""


def matching(declared: str, tags: Sequence[str]) -> list[str]:
    """The tags that a declared code can mean: `zh` means both Chinese ones, `pt-BR` is `pt`, `no` is `nb`."""
    code = declared.replace("_", "-").lower()
    known = {tag.lower(): tag for tag in tags}
    while code:
        name = _OTHER_NAMES.get(code, code).lower()
        if name in known:
            found = [known[name]]
            break
        found = [tag for low, tag in known.items() if low.startswith(f"{name}-")]
        if found or "-" not in code:
            break
        code = code.rpartition("-")[0]
    else:
        found = []
    return [*found, *(tag for tag in ("ckb", "ku") if code == "ku" and tag in tags and tag not in found)]
