"""Make the entity corpus's JSON Lines from its marked-up sources, so that no offset is ever counted by hand.

    python corpora/annotate.py corpora/entities

In a source an entity's mention is `[[text|TYPE]]` or `[[text|TYPE|Q…]]`: TYPE is P (person), O (organisation) or
L (place), `Q…` a Wikidata id. `{dev,test}/xx.txt` holds stories in language xx, each as

    === id
    place of the dateline, or -
    headline

    paragraphs, with a blank line between

and `{dev,test}/city-words.txt` holds one sentence a line, after its id. Beside each source goes a `.jsonl` of the same
name. Offsets count code points of the text without its markup.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TypedDict

MENTION = re.compile(r"\[\[([^\[\]|]+)\|([POL])(?:\|(Q[1-9]\d*))?\]\]")
TYPES = {"P": "person", "O": "organisation", "L": "place"}


class Mark(TypedDict):
    """A mention: `text` is `field[start:end]`."""

    type: str
    field: str
    start: int
    end: int
    text: str
    id: str | None


class AnnotatedStory(TypedDict):
    """A story with every mention in it. A single sentence is a story with an empty headline and no dateline."""

    id: str
    language: str
    headline: str
    body_text: str
    dateline_place: str | None
    entities: list[Mark]


def unmark(marked: str, field: str) -> tuple[str, list[Mark]]:
    """Take the markup out: the text, and the mentions in it in order; `ValueError` where markup is broken."""
    text = ""
    marks: list[Mark] = []
    after = 0
    for found in MENTION.finditer(marked):
        text += marked[after : found.start()]
        name, kind, number = found.groups()
        wikidata = f"wd:{number}" if number else None
        end = len(text) + len(name)
        marks.append(
            {"type": TYPES[kind], "field": field, "start": len(text), "end": end, "text": name, "id": wikidata}
        )
        text += name
        after = found.end()
    text += marked[after:]
    if re.search(r"\[\[|\]\]|\|", text):
        raise ValueError(f"broken markup: {text!r}")
    return text, marks


def annotated(name: str, language: str, place: str | None, headline: str, body: str) -> AnnotatedStory:
    """Take the markup out of a story's two fields."""
    headline_text, in_headline = unmark(headline, "headline")
    body_text, in_body = unmark(body, "body_text")
    return {
        "id": name,
        "language": language,
        "headline": headline_text,
        "body_text": body_text,
        "dateline_place": place,
        "entities": in_headline + in_body,
    }


def stories_of(source: str, language: str) -> list[AnnotatedStory]:
    """Every story of a source file, in its order."""
    stories = []
    for block in source.split("=== ")[1:]:
        name, place, headline, empty, body = block.split("\n", 4)
        if empty:
            raise ValueError(f"{name}: a blank line is missing after the headline")
        stories.append(annotated(name, language, None if place == "-" else place, headline, body.strip()))
    return stories


def sentences_of(source: str) -> list[AnnotatedStory]:
    """Every sentence of `city-words.txt`; its language is the first part of its id."""
    lines = [line.split(" ", 1) for line in source.splitlines() if line]
    return [annotated(name, name.split("-")[0], None, "", sentence) for name, sentence in lines]


def generated(folder: Path) -> dict[Path, str]:
    """Make what each generated file of `entities/` should hold, by its path."""
    files: dict[Path, str] = {}
    for path in sorted(folder.glob("*/*.txt")):
        source = path.read_text(encoding="utf-8")
        stories = sentences_of(source) if path.stem == "city-words" else stories_of(source, path.stem)
        files[path.with_suffix(".jsonl")] = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in stories)
    return files


if __name__ == "__main__":
    for path, text in generated(Path(sys.argv[1])).items():
        path.write_text(text, encoding="utf-8")
