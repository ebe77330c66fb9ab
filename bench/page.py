"""`docs/benchmarks.md`: sections between marks, each written anew by its own benchmark and by nothing else."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def write_section(name: str, text: str) -> None:
    """Put `text` between the marks of a section of the page."""
    page = DOCS / "benchmarks.md"
    page.write_text(with_section(page.read_text(encoding="utf-8"), name, text), encoding="utf-8")


def with_section(page: str, name: str, text: str) -> str:
    r"""The page with what stands between the marks `name` replaced. Raises ValueError where the marks are missing.

    >>> with_section("a\n<!-- peers: begin -->\nold\n<!-- peers: end -->\nz", "peers", "new")
    'a\n<!-- peers: begin -->\nnew\n<!-- peers: end -->\nz'
    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    found = re.compile(f"(?<={re.escape(begin)}\n).*?(?={re.escape(end)})", re.DOTALL)
    changed, count = found.subn(lambda _: f"{text.strip()}\n", page, count=1)
    if not count:
        raise ValueError(f"the page has no section {name}")
    return changed


def rows(head: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    """A Markdown table: its first column to the left, figures to the right.

    >>> print(rows(("what", "s"), [("one", "2.0")]))
    | what | s |
    |---|--:|
    | one | 2.0 |
    """
    rule = "|".join(["---", *["--:"] * (len(head) - 1)])
    return "\n".join([f"| {' | '.join(head)} |", f"|{rule}|", *(f"| {' | '.join(line)} |" for line in lines)])
