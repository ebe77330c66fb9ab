"""Right-to-left text in a terminal: isolated, so that the rest of the line keeps its order."""

from __future__ import annotations

import unicodedata

RIGHT_TO_LEFT_ISOLATE = "\N{RIGHT-TO-LEFT ISOLATE}"
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


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is right-to-left: the direction of a paragraph (UAX #9, P2 and P3).

    >>> is_right_to_left("«قال» Putin"), is_right_to_left("AFP قال"), is_right_to_left("12")
    (True, False, False)
    """
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((d in ("R", "AL") for d in directions if d in ("L", "R", "AL")), False)
