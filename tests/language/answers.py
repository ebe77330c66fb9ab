"""Every answer of a cold process as one hash, for tests: `python -m tests.language.answers SEED THREADS`.

The seed shuffles the order. With several threads all start at once, each in an order of its own; each prints its hash.
"""

from __future__ import annotations

import hashlib
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import msgspec

from pipeline.evaluate.language import read_corpus
from pipeline.story.language import Detector, load_detector

CORPUS = Path(__file__).resolve().parents[2] / "corpora" / "language"


def texts() -> list[str]:
    """A sixth of the texts that may be read, some in capitals too, some with a neighbour as a mixed story."""
    plain = [one.text for part in ("train", "dev") for one in read_corpus(CORPUS / part)][::6]
    mixed = [f"{one}\n\n{other}" for one, other in zip(plain[::9], plain[4::9], strict=False)]
    return [*plain, *(text.upper() for text in plain[::5]), *mixed]


def hash_of_answers(detector: Detector, seed: int) -> str:
    """Answers of all texts, asked in a shuffled order, hashed in the order of the texts."""
    asked = texts()
    order = list(range(len(asked)))
    random.Random(seed).shuffle(order)  # noqa: S311 - an order, not a secret
    answers = {at: msgspec.json.encode(detector.detect("", asked[at])) for at in order}
    return hashlib.sha256(b"\n".join(answers[at] for at in range(len(asked)))).hexdigest()


def main(seed: int, threads: int) -> None:
    """Print a line for each thread."""
    detector = load_detector()
    together = Barrier(threads)

    def answer(number: int) -> str:
        together.wait(60)
        return hash_of_answers(detector, seed + number)

    with ThreadPoolExecutor(threads) as pool:
        for line in pool.map(answer, range(threads)):
            print(line)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
