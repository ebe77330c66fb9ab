"""A bar chart as SVG: one bar a row, as long as its median, with a line from the least to the most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

_NAMES, _BARS, _VALUES, _ROW, _TOP = 250, 420, 150, 30, 64
"""Pixels: width of the three columns, height of a row, room above the rows."""
_TEXT = 'font-family="system-ui, sans-serif" font-size="13"'


class Bar(NamedTuple):
    """A row: its name, the values of the rounds, and whether it is drawn in the colour of what is compared."""

    name: str
    values: Sequence[float]
    ours: bool = False


def chart(title: str, unit: str, bars: Sequence[Bar]) -> str:
    """An SVG document; bars begin at zero. Raises ValueError where there is nothing to draw."""
    longest = max((max(bar.values) for bar in bars), default=0)
    if not longest > 0:
        raise ValueError("no value above zero to draw")
    width, height = _NAMES + _BARS + _VALUES, _TOP + _ROW * len(bars) + 16
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="16" y="26" {_TEXT} font-weight="600">{escape(title)}</text>',
        f'<text x="16" y="46" {_TEXT} fill="#555555">{escape(unit)}; bar: median, line: least to most</text>',
    ]
    for number, bar in enumerate(bars):
        lines += _row(bar, _TOP + number * _ROW, _BARS / longest)
    return "\n".join([*lines, "</svg>"]) + "\n"


def _row(bar: Bar, y: int, scale: float) -> list[str]:
    least, middle, most = spread(bar.values)
    centre, colour = y + _ROW // 2, "#1f6feb" if bar.ours else "#9aa4b2"
    left, right = _NAMES + least * scale, _NAMES + most * scale
    return [
        f'<text x="{_NAMES - 10}" y="{centre + 4}" {_TEXT} text-anchor="end">{escape(bar.name)}</text>',
        f'<rect x="{_NAMES}" y="{y + 5}" width="{middle * scale:.1f}" height="{_ROW - 10}" fill="{colour}"/>',
        f'<line x1="{left:.1f}" x2="{right:.1f}" y1="{centre}" y2="{centre}" stroke="#24292f" stroke-width="1.5"/>',
        f'<text x="{right + 8:.1f}" y="{centre + 4}" {_TEXT}>{shown(middle)}</text>',
    ]


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Least, median (the lower of two in the middle) and most.

    >>> spread([3, 1, 2, 9])
    (1, 2, 9)
    """
    ordered = sorted(values)
    return ordered[0], ordered[(len(ordered) - 1) // 2], ordered[-1]


def shown(value: float) -> str:
    """Three digits that count.

    >>> shown(1234.5), shown(0.1234), shown(12.34)
    ('1,234', '0.123', '12.3')
    """
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
