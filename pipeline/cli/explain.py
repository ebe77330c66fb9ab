"""`wire process --explain`: the original beside the clean text, each repair marked and named, for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pipeline.cli.bidi import POP_DIRECTIONAL_ISOLATE, RIGHT_TO_LEFT_ISOLATE, is_right_to_left, isolated
from pipeline.story.clean.fixes import meanings
from pipeline.story.clean.trace import Character, rows
from pipeline.story.model import Fix, Story, Suspect, TextField

PLAIN_WIDTH = 120
"""Columns where the output is no terminal."""
_REMOVED, _WRITTEN = "red", "green"
Cell = tuple[str, str]
"""A character or mark, and its style."""


def explain(story: Story, file: str, console: Console) -> None:
    """Print the story: what moved to fields, the two texts side by side, the repairs by number, the suspects."""
    width = (console.width if console.is_terminal else PLAIN_WIDTH) // 2 - 2
    numbers = _numbers(story.fixes)
    console.print(Text(f"{file}  {story.uri}  {story.language}", style="bold"), soft_wrap=True)
    fields: tuple[tuple[TextField, str], ...] = (("headline", "headline"), ("body_text", "text"))
    for field, name in fields:
        console.print()
        original = f"{name}, original"
        _line(console, [*_cells(original, "bold"), *_pad(width - len(original))], _cells(f"{name}, clean", "bold"))
        for row in rows(getattr(story, field), story.fixes, field):
            _line(console, _cells("─" * width, "dim"), _cells("─" * width, "dim"))
            left = list(_marked(row.raw, numbers, _REMOVED))
            right = list(_marked(row.clean, numbers, _WRITTEN)) if row.clean else _gone(row.raw, story.fixes)
            _side_by_side(console, _wrapped(left, width), _wrapped(right, width), width)
    console.print()
    _repairs(console, story.fixes, numbers)
    _suspects(console, story.suspects)


def _numbers(fixes: list[Fix]) -> dict[int, int]:
    """Place in `fixes` → the number that a reader sees; repairs of nothing but spaces and line breaks get none."""
    visible = [
        n for n, fix in enumerate(fixes) if fix.rule == "torn-sentences" or not _is_space(fix.before + fix.after)
    ]
    return {n: number for number, n in enumerate(visible, 1)}


def _is_space(text: str) -> bool:
    """Nothing but spaces and line breaks; a fixed space or a control character is none, and worth showing."""
    return not text.strip(" \t\r\n")


def _marked(characters: list[Character], numbers: dict[int, int], style: str) -> Iterator[Cell]:
    """`[3:…]` around what fix 3 removed or wrote; other line breaks are spaces, so that the columns hold."""
    current: int | None = None
    for character in characters:
        number = numbers.get(character.fix) if character.fix is not None else None
        if number != current:
            if current is not None:
                yield "]", style
            if number is not None:
                yield from _cells(f"[{number}:", style)
            current = number
        blank = "¶" if number is not None and character.text == "\n" else " "
        text = blank if character.text.isspace() else _visible(character.text)
        yield text, style if number is not None else ""
    if current is not None:
        yield "]", style


def _visible(character: str) -> str:
    """The character, or its code where a reader would see nothing."""
    return character if character.isprintable() else f"<U+{ord(character):04X}>"


def _gone(raw: list[Character], fixes: list[Fix]) -> list[Cell]:
    """What stands on the clean side of text that left the field."""
    fields = dict.fromkeys(fixes[c.fix].moved_to for c in raw if c.fix is not None)
    return _cells(", ".join(f"→ {name}" if name else "removed" for name in fields), "cyan")


def _cells(text: str, style: str = "") -> list[Cell]:
    return [(character, style) for character in text]


def _pad(count: int) -> list[Cell]:
    return [(" ", "")] * max(count, 0)


def _wrapped(cells: list[Cell], width: int) -> list[list[Cell]]:
    """Lines of at most `width` columns, broken at spaces where there are any."""
    lines: list[list[Cell]] = [[]]
    used = space = 0
    for cell in cells:
        size = cell_len(cell[0])
        if used + size > width:
            cut = space or len(lines[-1])
            lines.append(lines[-1][cut:])
            del lines[-2][cut:]
            used, space = sum(cell_len(c) for c, _ in lines[-1]), 0
        lines[-1].append(cell)
        used += size
        if cell[0] == " ":
            space = len(lines[-1])
    return lines


def _side_by_side(console: Console, left: list[list[Cell]], right: list[list[Cell]], width: int) -> None:
    backwards = [is_right_to_left("".join(c for line in side for c, _ in line)) for side in (left, right)]
    for n in range(max(len(left), len(right))):
        sides = [side[n] if n < len(side) else [] for side in (left, right)]
        _line(console, *(_set(line, width, rtl) for line, rtl in zip(sides, backwards, strict=True)))


def _set(line: list[Cell], width: int, rtl: bool) -> list[Cell]:
    """A line as wide as its column: a right-to-left one stands at its right edge, isolated from its neighbour."""
    line = line[:-1] if line and line[-1][0] == " " else line
    padding = _pad(width - sum(cell_len(c) for c, _ in line))
    if not rtl:
        return [*line, *padding]
    return [*padding, (RIGHT_TO_LEFT_ISOLATE, ""), *line, (POP_DIRECTIONAL_ISOLATE, "")]


def _line(console: Console, left: list[Cell], right: list[Cell]) -> None:
    text = Text(no_wrap=True, overflow="ignore")
    for character, style in [*left, *_cells(" │ ", "dim"), *right]:
        text.append(character, style)
    text.rstrip()
    console.print(text, soft_wrap=True)


def _repairs(console: Console, fixes: list[Fix], numbers: dict[int, int]) -> None:
    """The numbered repairs with what each rule is for, then the count of those that touch white space only."""
    meaning = meanings()
    told: set[str] = set()
    for n, number in numbers.items():
        fix = fixes[n]
        became = fix.moved_to or _shown(fix.after)
        console.print(Text(f"{number:>3} {fix.rule}: {_shown(fix.before)} → {became}"), soft_wrap=True)
        if fix.rule not in told:
            told.add(fix.rule)
            console.print(Text(f"      {meaning.get(fix.rule, '')}", style="dim"), soft_wrap=True)
    spaces = Counter(fix.rule for n, fix in enumerate(fixes) if n not in numbers)
    if spaces:
        counted = ", ".join(f"{rule} {count}" for rule, count in sorted(spaces.items()))
        console.print(Text(f"    white space only: {counted}", style="dim"), soft_wrap=True)
    if not fixes:
        console.print(Text("nothing was repaired"))


def _shown(text: str) -> str:
    """A repaired text on one line, shortened in the middle, its direction kept to itself."""
    if not text:
        return "nothing"
    if _is_space(text):
        return "a line break" if "\n" in text else "a space"
    flat = "".join(" " if c.isspace() else _visible(c) for c in text).strip(" ")
    return isolated(flat if len(flat) <= 60 else f"{flat[:40]} … {flat[-15:]}")


def _suspects(console: Console, suspects: list[Suspect]) -> None:
    if suspects:
        console.print(Text("looks wrong, and was left alone:", style="bold"))
    for suspect in suspects:
        meant = f" ({_shown(suspect.suggestion)}?)" if suspect.suggestion else ""
        evidence = f": {isolated(suspect.evidence)}" if suspect.evidence else ""
        console.print(
            Text(f"    {suspect.rule} at {suspect.start}: {_shown(suspect.text)}{meant}{evidence}"), soft_wrap=True
        )
