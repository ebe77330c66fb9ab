"""The quality flags of a story: each declared once, with what it tells a person who watches quality."""

from __future__ import annotations

FLAGS: dict[str, str] = {
    "embargo-unreadable": "The embargo could not be read, so the story is held until a person decides.",
    "guard-breach": "A repair would have lost or changed letters or digits, so it was not made.",
}
"""Flag → meaning. A flag that is not here can't be put on a story (a test walks the code for them)."""
