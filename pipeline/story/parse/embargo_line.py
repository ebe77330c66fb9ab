"""An embargo that stands in the text itself, where the format has no field for it (plain text, IPTC 7901, ANPA 1312).

A line among the first of the story that begins with the agencies' words for an embargo *and* for its end is one:
`EMBARGOED UNTIL …`, `SPERRFRIST: …`, `SOUS EMBARGO JUSQU'AU …`. The arms embargo in a headline is none. The instant is
read only where it is written as a machine would; in words ("Tuesday noon") the story is held: an embargo fails closed.
"""

from __future__ import annotations

import re

from pipeline.story.parse.lifecycle import Life, life_of

_LINES = 12
"""Lines that are looked at: what comes later is about an embargo, not under one."""
_LONGEST = 160
"""Characters of a line that sets an embargo: a sentence that mentions one is longer, or doesn't begin with it."""

_STATED = re.compile(
    r"""[\W_]*(?:
      (?:strictly[ ])?embargoed?[ ]+(?:until|till|to|for[ ]release)\b
    | hold[ ]for[ ]release\b
    | not[ ]for[ ](?:release|publication|use)[ ](?:before|until)\b
    | sperrfrist[ ]*:
    | gesperrt[ ]bis\b
    | (?:sous[ ])?embargo[ ]+jusqu['\N{RIGHT SINGLE QUOTATION MARK}]
    | embargado[ ]+hasta\b
    | embargo[ ]+hasta\b
    | embargad[oa][ ]+at[ée]\b
    | (?:محظور|حظر)[ ](?:ال)?نشر(?:ه)?[ ]+حتى
    )(?P<until>.*)""",
    re.IGNORECASE | re.VERBOSE,
)
_INSTANT = re.compile(r"\d{4}-?\d\d-?\d\d(?:[T ]\d\d:?\d\d(?::?\d\d)?)?[ ]*(?:Z|GMT|UTC|[+-]\d\d:?\d\d)?(?!\w)")


def life_in_text(text: str) -> Life:
    r"""Usable, and under the embargo that one of the first lines of `text` sets, if one does.

    >>> life_in_text("Report on tides\nEMBARGOED UNTIL 2023-09-06 05:00 GMT\nThe tides …").embargoed.isoformat()
    '2023-09-06T05:00:00+00:00'
    >>> life_in_text("SPERRFRIST: Mittwoch 12.00 Uhr\nBericht …").flags
    ('embargo-unreadable',)
    >>> life_in_text("Embargo on arms until 2024, minister says").embargoed is None
    True
    """
    for line in text.lstrip()[: _LINES * _LONGEST].split("\n")[:_LINES]:
        stated = _stated(line)
        if stated:
            instant = _INSTANT.search(stated["until"])
            return life_of(None, instant[0] if instant else None, embargo_stated=True)
    return life_of(None, None)


def sets_an_embargo(line: str) -> bool:
    """Whether one line sets an embargo.

    >>> sets_an_embargo("HOLD FOR RELEASE at noon"), sets_an_embargo("Embargo on timber lifted")
    (True, False)
    """
    return _stated(line) is not None


def _stated(line: str) -> re.Match[str] | None:
    return _STATED.match(line) if len(line) <= _LONGEST else None
