"""Reads the curated lists. Their format is in `lists/README.md`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.gazetteer.known import Kind

LISTS = Path(__file__).parent / "lists"
_PREFIXES: tuple[tuple[str, Kind], ...] = (("people", "person"), ("organisations", "organisation"))


@dataclass(frozen=True)
class ListedForm:
    """One written form of a name, with its marks."""

    text: str
    language: str | None = None
    guarded: bool = False


@dataclass(frozen=True)
class Listed:
    """One line of an entity list; `where` is `file:line`, for messages."""

    id: str | None
    name: str
    attributes: dict[str, str]
    forms: list[ListedForm] = field(default_factory=list)
    where: str = ""


class ListError(ValueError):
    """A line that doesn't follow the format; the message names file and line."""


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """`file:line` and text of each line that is neither blank nor a comment."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield f"{path.name}:{number}", line


def listed_of(path: Path) -> list[Listed]:
    """The entities of one list, in its order."""
    return [_listed(where, line) for where, line in lines_of(path)]


def entity_lists(folder: Path) -> Iterator[tuple[Kind, Path]]:
    """Kind and path of each entity list of a folder, in the order in which their entities are compiled."""
    for prefix, kind in _PREFIXES:
        for path in sorted(folder.glob(f"{prefix}-*.txt")):
            yield kind, path
    for name in ("countries.txt", "cities.txt"):
        if (path := folder / name).exists():
            yield "place", path


def _listed(where: str, line: str) -> Listed:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != 4 or not parts[1]:
        raise ListError(f"{where}: expected 'ID | name | attributes | names', found {len(parts)} parts")
    entity_id, name, attributes, forms = parts
    pairs = [pair.strip().partition("=") for pair in attributes.split(",") if pair.strip()]
    if bad := [key for key, equals, _ in pairs if not equals]:
        raise ListError(f"{where}: attribute {bad[0]!r} has no value")
    listed = [_form(text) for text in forms.split(";") if text.strip()]
    if not any(form.text == name for form in listed):
        listed.insert(0, ListedForm(name))
    return Listed(
        id=None if entity_id == "-" else entity_id,
        name=name,
        attributes={key.strip(): value.strip() for key, _, value in pairs},
        forms=listed,
        where=where,
    )


def _form(text: str) -> ListedForm:
    text = text.strip()
    guarded = text.startswith("!")
    name, _, language = text.lstrip("!").partition("@")
    return ListedForm(name.strip(), language.strip() or None, guarded)


def words_of(path: Path) -> dict[str, list[str]]:
    """A simple list `heading | word; word`, merged by heading (which may itself be two parts, joined by a space)."""
    words: dict[str, list[str]] = {}
    if not path.exists():
        return words
    for where, line in lines_of(path):
        *heading, listed = (part.strip() for part in line.split("|"))
        if not heading:
            raise ListError(f"{where}: expected 'language | word; word'")
        words.setdefault(" ".join(heading), []).extend(w.strip() for w in listed.split(";") if w.strip())
    return words
