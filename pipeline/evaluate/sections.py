"""`docs/evaluation.md`: a section for each stage and half, each written anew by its own command and by nothing else.

A section stands between two marks that a reader of the page doesn't see. What is outside them is kept as it is.
"""

from __future__ import annotations

import re
from pathlib import Path

EVALUATION = Path("docs/evaluation.md")
_ORDER = ("language-test", "language-dev", "entities-test", "entities-dev")
"""Sections in the order of the page: the half that is kept apart comes first, it is the one that counts."""


def write_section(path: Path, name: str, text: str) -> None:
    """Put `text` between the marks of section `name` of a document; a missing section is added, in the stages' order.

    Writes the file in place, whole, after the new text is known: a crash before leaves the old one. Raises OSError,
    and ValueError for a name that is no section.
    """
    before = path.read_text(encoding="utf-8") if path.exists() else "# Evaluation\n"
    path.write_text(with_section(before, name, text), encoding="utf-8")


def with_section(document: str, name: str, text: str) -> str:
    r"""The document with a section replaced or added.

    >>> page = with_section("# Evaluation\n", "entities-dev", "B")
    >>> page = with_section(page, "language-dev", "A")
    >>> print(with_section(page, "entities-dev", "C"))
    # Evaluation
    <BLANKLINE>
    <!-- language-dev: begin -->
    A
    <!-- language-dev: end -->
    <BLANKLINE>
    <!-- entities-dev: begin -->
    C
    <!-- entities-dev: end -->
    <BLANKLINE>
    """
    if name not in _ORDER:
        raise ValueError(f"{name} is no section: {', '.join(_ORDER)}")
    section = f"{_begin(name)}\n{text.strip()}\n{_end(name)}\n"
    if _begin(name) in document:
        found = re.compile(rf"{re.escape(_begin(name))}\n.*?{re.escape(_end(name))}\n", re.DOTALL)
        return found.sub(lambda _: section, document, count=1)
    for later in _ORDER[_ORDER.index(name) + 1 :]:
        if _begin(later) in document:
            return document.replace(_begin(later), f"{section}\n{_begin(later)}", 1)
    return f"{document.rstrip()}\n\n{section}"


def _begin(name: str) -> str:
    return f"<!-- {name}: begin -->"


def _end(name: str) -> str:
    return f"<!-- {name}: end -->"
