"""Right-to-left text in a terminal: isolated, so that the rest of the line keeps its order."""

from __future__ import annotations

import unicodedata

FIRST_STRONG_ISOLATE = "\N{FIRST STRONG ISOLATE}"
POP_DIRECTIONAL_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"


def isolated(text: str) -> str:
    """Text that may be right-to-left, wrapped so that a terminal orders it by itself (Unicode UAX #9, isolates).

    Terminals without bidi support ignore the two controls. Text without a right-to-left letter is left alone.

    >>> isolated("abc")
    'abc'
    >>> isolated("سلام") == FIRST_STRONG_ISOLATE + "سلام" + POP_DIRECTIONAL_ISOLATE
    True
    """
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        return f"{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}"
    return text
