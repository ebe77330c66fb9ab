"""Split a draft of the language corpus into its halves, at random, before anybody has looked at it.

    python corpora/split_language.py DRAFT.txt corpora/language

The draft has a line `# TAG` (BCP 47) for each language and then one text a line: `H ` headline, `B ` body. Half of
each language and kind goes to `dev/`, half to `test/`; of an odd number, the coin says who gets the odd one. The draft
itself isn't kept: whoever reads it has seen the test half.
"""

from __future__ import annotations

import json
import random
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

SEED = 20261124
KINDS = {"H": "headline", "B": "body"}


def read_draft(draft: str) -> dict[tuple[str, str], list[str]]:
    """Texts by (language, kind), in the draft's order; `ValueError` for a line of no kind."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    language = ""
    for line in draft.splitlines():
        if line.startswith("# "):
            language = line[2:]
        elif line:
            mark, _, text = line.partition(" ")
            if mark not in KINDS or not language:
                raise ValueError(f"neither a language nor a text: {line!r}")
            texts[language, KINDS[mark]].append(text)
    return texts


def halves(texts: dict[tuple[str, str], list[str]]) -> dict[str, list[dict[str, str]]]:
    """Rows for `dev` and `test`. The generator is seeded once, so that the same draft gives the same halves."""
    chance = random.Random(SEED)  # noqa: S311 - a fair split that can be repeated, not a secret
    rows: dict[str, list[dict[str, str]]] = {"dev": [], "test": []}
    for (language, kind), members in texts.items():
        order = list(range(len(members)))
        chance.shuffle(order)
        cut = (len(order) + chance.randint(0, len(order) % 2)) // 2
        for half, chosen in (("dev", order[:cut]), ("test", order[cut:])):
            for number in sorted(chosen):
                name = f"{language.lower()}-{kind[0]}{number + 1:02d}"
                rows[half].append({"id": name, "kind": kind, "language": language, "text": members[number]})
    return rows


def write(rows: dict[str, list[dict[str, str]]], folder: Path) -> None:
    """`folder/{dev,test}/{headlines,bodies}.jsonl`."""
    for half, members in rows.items():
        for kind, name in (("headline", "headlines"), ("body", "bodies")):
            chosen = [visible(json.dumps(row, ensure_ascii=False)) for row in members if row["kind"] == kind]
            path = folder / half / f"{name}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(chosen) + "\n", encoding="utf-8")


def visible(line: str) -> str:
    """The JSON line with format characters (the zero-width non-joiner of Persian) as escapes, so that editors show them."""
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) == "Cf" else c for c in line)


if __name__ == "__main__":
    write(halves(read_draft(Path(sys.argv[1]).read_text(encoding="utf-8"))), Path(sys.argv[2]))
