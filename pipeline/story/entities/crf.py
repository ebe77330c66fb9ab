"""A tagger that a newsroom trains on its own annotated stories: a conditional random field, by the extra `crf`.

`load_crf` gives the function that `other.py` describes. The model file is CRFsuite's, made by `pycrfsuite.Trainer` from
`features_of` and labels `B-person`, `I-person`, …, `O`, one for each token. It is small, is trained in minutes and
fetches no weights. A loaded model serves one thread at a time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from pipeline.failure import OperatorError
from pipeline.gazetteer.keys import key_of
from pipeline.gazetteer.known import Kind
from pipeline.story.entities.other import OtherMention, OtherTagger

_TOKEN = re.compile(r"\w+|[^\w\s]")
_KINDS: tuple[Kind, ...] = get_args(Kind)


def load_crf(path: Path) -> OtherTagger:
    """Open a model; `OperatorError` without the extra, or where the file is no model."""
    try:
        import pycrfsuite  # noqa: PLC0415  # an optional extra
    except ImportError as error:
        raise OperatorError("the entity model needs the extra: pip install 'wire-story-pipeline[crf]'") from error
    model = pycrfsuite.Tagger()
    try:
        model.open(str(path))
    except (OSError, ValueError) as error:
        raise OperatorError(f"{path} is no CRFsuite model that can be read: {error}") from error

    def mentions(text: str, language: str) -> list[OtherMention]:
        tokens = tokens_of(text)
        words = [text[start:end] for start, end in tokens]
        return mentions_of(tokens, model.tag(features_of(words, language)))

    return mentions


def tokens_of(text: str) -> list[tuple[int, int]]:
    """Offsets of words and marks.

    >>> tokens_of("U.S., said")
    [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (6, 10)]
    """
    return [match.span() for match in _TOKEN.finditer(text)]


def features_of(words: Sequence[str], language: str) -> list[list[str]]:
    """What a model sees of each word: its key, ends, shape and neighbours, and the language.

    >>> features_of(["Rome", "fell"], "en")[0]
    ['language=en', 'key=rome', 'head=rom', 'tail=ome', 'shape=Xx', 'before=', 'after=fell']
    """
    keys = ["", *(key_of(word) for word in words), ""]
    return [
        [
            f"language={language}",
            f"key={keys[i]}",
            f"head={keys[i][:3]}",
            f"tail={keys[i][-3:]}",
            f"shape={_shape(word)}",
            f"before={keys[i - 1]}",
            f"after={keys[i + 1]}",
        ]
        for i, word in enumerate(words, 1)
    ]


def _shape(word: str) -> str:
    classes = ("X" if c.isupper() else "x" if c.isalpha() else "9" if c.isdigit() else "." for c in word)
    return re.sub(r"(.)\1+", r"\1", "".join(classes))


def mentions_of(tokens: Sequence[tuple[int, int]], labels: Sequence[str]) -> list[OtherMention]:
    """Mentions that the labels of the tokens mean; an `I-` without its `B-` begins one.

    >>> mentions_of([(0, 4), (5, 9), (10, 12)], ["B-person", "I-person", "O"])
    [OtherMention(kind='person', start=0, end=9)]
    """
    found: list[OtherMention] = []
    before = "O"
    for (start, end), label in zip(tokens, labels, strict=True):
        place, _, name = label.partition("-")
        kind = next((one for one in _KINDS if one == name), None)
        if kind is not None and place == "I" and before == name and found:
            found[-1] = found[-1]._replace(end=end)
        elif kind is not None:
            found.append(OtherMention(kind, start, end))
        before = name or "O"
    return found
