"""Speed of the entities stage on stories of 2 KB, in CPU time of one core, and what the gazetteer costs to load.

The stories are those of the corpus's half `dev`, each filled up to 2,000 bytes with paragraphs of the next ones of its
language; 40 in a hundred are Arabic, 12 in each of the other five languages, as in a feed of a world agency. The time
of a story is the best of its rounds (noise only ever adds time); printed are medians over stories. Budget: 0.3 ms in
the mix; gazetteer 0.5 s and 150 MB.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bench.figures import Figure
from bench.servers import Bench
from pipeline.story.entities import Tagger, load_tagger
from pipeline.story.model import Cleaned

TITLE = "the entities stage on stories of 2 KB, CPU time of one core"
CORPUS = Path(__file__).parents[1] / "corpora" / "entities" / "dev"
STORY_BYTES = 2_000
SHARES = {"ar": 40, "en": 12, "fr": 12, "de": 12, "es": 12, "pt": 12}
ROUNDS = 15
_LOAD = "-c", "from bench.entities import print_load; print_load()"


def stories() -> dict[str, list[Cleaned]]:
    """Stories of 2 KB by language."""
    return {language: _of_length(CORPUS / f"{language}.jsonl") for language in SHARES}


def _of_length(path: Path) -> list[Cleaned]:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = []
    for start, first in enumerate(lines):
        bodies = [one["body_text"] for one in lines[start:] + lines[:start]]
        body = "\n\n".join(bodies).encode()[:STORY_BYTES].decode(errors="ignore")
        found.append(Cleaned(headline=first["headline"], headline_derived=False, body_text=body))
    return found


def milliseconds(tagger: Tagger, story: Cleaned, language: str) -> float:
    """CPU time of one story, the best of the rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.thread_time_ns()
        tagger.tag(story, language)
        best = min(best, time.thread_time_ns() - started)
    return best / 1e6


def _resident() -> float:
    """Resident memory of this process now, in MB (its peak would count what the import of this module needed once)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def print_load() -> None:
    """Load the gazetteer: seconds of CPU time, and by how many MB the process grew."""
    before = _resident()
    started = time.process_time()
    tagger = load_tagger()
    spent = time.process_time() - started
    grown = _resident() - before
    del tagger
    print(spent, grown)


def measure(bench: Bench) -> list[Figure]:
    """Each language, the mix, and the load (in a process of its own)."""
    figures: list[Figure] = []
    mix: list[float] = []
    for language, of in stories().items():
        times = [milliseconds(bench.rules.tagger, story, language) for story in of]
        median = statistics.median(times)
        figures += [
            Figure(f"entities: {language}, median of {len(times)}", median, "ms"),
            Figure(f"entities: {language}, slowest story", max(times), "ms"),
        ]
        mix += [median] * SHARES[language]
    loaded = subprocess.run(
        [sys.executable, *_LOAD], check=True, cwd=Path(__file__).parents[1], capture_output=True, text=True
    )
    seconds, megabytes = map(float, loaded.stdout.split())
    return [
        *figures,
        Figure("entities: the mix, mean of the medians", statistics.mean(mix), "ms"),
        Figure("entities: loading gazetteer and rules", seconds, "s"),
        Figure("entities: memory of gazetteer and rules", megabytes, "MB"),
    ]
