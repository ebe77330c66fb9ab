"""Split a draft of a corpus into its halves, at random, before anybody has run anything on it.

    python corpora/split.py language  DRAFT.txt corpora/language
    python corpora/split.py stories   xx.txt    corpora/entities    (xx is the language)
    python corpora/split.py sentences DRAFT.txt corpora/entities
    python corpora/split.py traps     DRAFT.txt corpora/entities

Half of each language (and kind of text) goes to `dev/`, half to `test/`; of an odd number, the coin says which half
gets the odd one. A draft isn't kept: whoever reads it has seen the test half. The forms of drafts:

* language: a line `# TAG` for each language, then one text a line: `H ` headline, `B ` body;
* stories: as `annotate.py` says, with a bare `===` above each story: it gets its id here;
* sentences, traps: a line `# TAG` for each language, then one sentence a line.
"""

from __future__ import annotations

import json
import random
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

SEED = 20261124
HALVES = ("dev", "test")
KINDS = {"H": "headline", "B": "body"}


def halve(members: list[str], chance: random.Random) -> dict[str, list[tuple[int, str]]]:
    """Draw each half: its members with their number (from 1) in the draft, in the draft's order."""
    order = list(range(len(members)))
    chance.shuffle(order)
    cut = (len(order) + chance.randint(0, len(order) % 2)) // 2
    chosen = {"dev": sorted(order[:cut]), "test": sorted(order[cut:])}
    return {half: [(number + 1, members[number]) for number in numbers] for half, numbers in chosen.items()}


def by_language(draft: str) -> dict[str, list[str]]:
    """Lines below each `# TAG`, in the draft's order; `ValueError` for a line above the first."""
    lines: dict[str, list[str]] = defaultdict(list)
    language = ""
    for line in draft.splitlines():
        if line.startswith("# "):
            language = line[2:]
        elif line:
            if not language:
                raise ValueError(f"a text without a language: {line!r}")
            lines[language].append(line)
    return lines


def split_language(draft: str, _: str, chance: random.Random) -> dict[str, str]:
    """Make `{dev,test}/{headlines,bodies}.jsonl`."""
    files: dict[str, str] = defaultdict(str)
    for language, lines in by_language(draft).items():
        for mark, kind in KINDS.items():
            texts = [line[2:] for line in lines if line.startswith(f"{mark} ")]
            for half, members in halve(texts, chance).items():
                for number, text in members:
                    name = f"{language.lower()}-{kind[0]}{number:02d}"
                    row = {"id": name, "kind": kind, "language": language, "text": text}
                    files[f"{half}/{'headlines' if mark == 'H' else 'bodies'}.jsonl"] += json_line(row)
    return files


def split_stories(draft: str, language: str, chance: random.Random) -> dict[str, str]:
    """Make `{dev,test}/LANGUAGE.txt`."""
    stories = [block.strip("\n") for block in draft.split("===\n")[1:]]
    return {
        f"{half}/{language}.txt": "\n\n".join(f"=== {language}-s{number:02d}\n{story}" for number, story in members)
        + "\n"
        for half, members in halve(stories, chance).items()
    }


def split_sentences(draft: str, _: str, chance: random.Random) -> dict[str, str]:
    """Make `{dev,test}/city-words.txt`."""
    files: dict[str, str] = defaultdict(str)
    for language, lines in by_language(draft).items():
        for half, members in halve(lines, chance).items():
            for number, sentence in members:
                files[f"{half}/city-words.txt"] += f"{language}-c{number:02d} {sentence}\n"
    return files


def split_traps(draft: str, _: str, chance: random.Random) -> dict[str, str]:
    """Make `{dev,test}/traps.jsonl`."""
    files: dict[str, str] = defaultdict(str)
    for language, lines in by_language(draft).items():
        for half, members in halve(lines, chance).items():
            for number, text in members:
                row = {"id": f"{language}-t{number:02d}", "language": language, "text": text}
                files[f"{half}/traps.jsonl"] += json_line(row)
    return files


def json_line(row: dict[str, str]) -> str:
    """Write format characters (the zero-width non-joiner of Persian) as escapes, so that editors show them."""
    line = json.dumps(row, ensure_ascii=False)
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) == "Cf" else c for c in line) + "\n"


CORPORA: dict[str, Callable[[str, str, random.Random], dict[str, str]]] = {
    "language": split_language,
    "stories": split_stories,
    "sentences": split_sentences,
    "traps": split_traps,
}


if __name__ == "__main__":
    corpus, draft_path, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    chance = random.Random(SEED)  # noqa: S311 - a fair split that can be repeated, not a secret
    files = CORPORA[corpus](draft_path.read_text(encoding="utf-8"), draft_path.stem, chance)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
