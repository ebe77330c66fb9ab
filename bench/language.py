"""The language stage: time on the mixed set, beside the two packages as they come; what each costs to load; agreement.

The exact scoring of langdetect's profiles is compared with the package on the parts `train` and `dev` of the corpus.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bench.figures import Figure
from bench.servers import Bench
from bench.stories import raw
from pipeline.evaluate.alone import langdetect_alone, py3langid_alone
from pipeline.evaluate.language import read_corpus
from pipeline.story import stages
from pipeline.story.language.evidence import load_witnesses
from pipeline.story.language.languages import KnownLanguage, load_languages
from pipeline.story.language.profiles import load_profiles
from pipeline.story.model import Story

TITLE = "the language stage, a story of 2 KB, CPU time"
STORIES = 250
SLOW = 50
"""Stories that the packages as they come are timed on: langdetect takes ten times as long."""
CORPUS = Path(__file__).parents[1] / "corpora" / "language"
LOADED = {
    "langdetect, the package": "from pipeline.evaluate.alone import langdetect_alone as load",
    "py3langid, the package": "from pipeline.evaluate.alone import py3langid_alone as load",
    "the stage": "from pipeline.story.language import load_detector as load",
}
_PARTS = {"profiles": "load_profiles", "langid": "load_langid", "words": "load_word_chances"}


def measure(bench: Bench) -> list[Figure]:
    """Times first, in this process; memory in fresh ones."""
    outcomes = [one for number in range(STORIES) for one in stages.process(raw(number), bench.rules)]
    stories = [one for one in outcomes if isinstance(one, Story)]
    bodies = [one.body_text for one in stories][:SLOW]
    detect = bench.rules.detector.detect
    langdetect, langid = langdetect_alone(), py3langid_alone()
    return [
        _mean("language: the stage", [partial(detect, one.headline, one.body_text) for one in stories]),
        _mean("language: langdetect alone, whole body", [partial(langdetect.answer, text) for text in bodies]),
        _mean(
            "language: langdetect alone, 300 characters",
            [partial(langdetect.answer, text[:300]) for text in bodies],
        ),
        _mean("language: py3langid alone, whole body", [partial(langid.answer, text) for text in bodies]),
        *_agreement(),
        *_costs(),
    ]


def _mean(name: str, calls: Sequence[Callable[[], object]]) -> Figure:
    for call in calls[:20]:
        call()
    began = time.process_time()
    for call in calls:
        call()
    return Figure(name, (time.process_time() - began) / len(calls) * 1000, "ms")


def _agreement() -> list[Figure]:
    """Exact scoring against the package's answer, and how often each is right.

    Exact scoring is over the profiles of the text's script, as in the stage; so of the scripts that several write.
    """
    package = langdetect_alone()
    by_script: dict[str, list[KnownLanguage]] = {}
    for one in load_languages():
        if one.langdetect:
            by_script.setdefault(one.script, []).append(one)
    scored = [
        (known, load_profiles([[one.langdetect for one in known]])[0]) for known in by_script.values() if known[1:]
    ]
    exact_of = {one.tag: (known, profiles) for known, profiles in scored for one in known}
    figures = []
    for kind in ("headline", "body"):
        asked = [text for part in ("train", "dev") for text in read_corpus(CORPUS / part) if text.kind == kind]
        asked = [text for text in asked if text.language in exact_of]
        exact = []
        for text in asked:
            known, profiles = exact_of[text.language]
            exact.append(known[int(profiles.score(text.text)[0].argmax())].tag)
        drawn = [package.answer(text.text)[0] for text in asked]
        wanted = [text.language for text in asked]
        for name, first, second in (
            ("exact scoring agrees with langdetect", exact, drawn),
            ("exact scoring is right", exact, wanted),
            ("langdetect is right", drawn, wanted),
        ):
            same = sum(one == other for one, other in zip(first, second, strict=True))
            figures.append(Figure(f"language: {name}, {len(asked)} {kind} texts", same / len(asked) * 100, "%"))
    return figures


def _costs() -> list[Figure]:
    """Memory and CPU time that loading takes, each in a process of its own, after what all share is imported."""
    figures = []
    for name, line in LOADED.items():
        memory, seconds = _in_a_process(f"{line}; print_cost(load)")
        figures += [Figure(f"language: {name}, memory", memory, "MB"), Figure(f"language: {name}, load", seconds, "s")]
    for part in _PARTS:
        memory, seconds = _in_a_process(f"print_cost(lambda: load_part({part!r}))")
        figures += [Figure(f"language: of the stage, {part}: memory", memory, "MB")]
    return figures


def _in_a_process(line: str) -> tuple[float, float]:
    command = [sys.executable, "-c", f"from bench.language import load_part, print_cost; {line}"]
    root = Path(__file__).parents[1]
    memory, seconds = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split()
    return float(memory), float(seconds)


def load_part(part: str) -> object:
    """One of the stage's three witnesses alone, for every script that several languages write."""
    from pipeline.story.language import evidence  # noqa: PLC0415  # measured from here on

    for name, function in _PARTS.items():
        if name != part:
            setattr(evidence, function, _nothing)
    return load_witnesses(load_languages())


def _nothing(known: Sequence[object]) -> list[None]:
    return [None] * len(known)


def print_cost(load: Callable[[], object]) -> None:
    """MB resident that `load` adds, and its seconds of CPU time."""
    gc.collect()
    before, began = _resident(), time.process_time()
    kept = load()
    gc.collect()
    print(_resident() - before, time.process_time() - began)
    del kept


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
