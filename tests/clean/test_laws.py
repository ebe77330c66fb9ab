"""The laws of cleaning, over any text and over generated stories."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.story.clean import RawOffsets, apply_fixes, clean, headline_before, undo_fixes
from pipeline.story.clean.ledger import encodable
from tests.clean.stories import marked, plain

_PIECES = [
    "«", "»", '"', "“", "”", " ", "  ", "\n", "\n\n", "\r\n", "\x00", "\ud800", "\u200c", "\u200f", "\u0640",
    "&amp;", "&nbsp;",
    "\xa0", "\x93", "قال", "في", "مفاوضات", "أمريكا: ", "(واشنطن (أ ف ب", "PARIS, Jan 1 (AFP) - ", "URGENT",
    "hh/ph", "the ", "said",
    "Minister", "1.5", "- ", "By Jane Doe", "© AFP 2023", "é", "Ã©", "ط¨ظˆ", "ﻛﺘﺎب", ".", ":", "هـ",
]  # fmt: skip
WILD = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=8)), max_size=40).map("".join)


@given(WILD)
@settings(max_examples=400, deadline=None)
def test_fixes_replay_undo_and_map_back(body: str) -> None:
    """Applied, the fixes give the clean text; undone, the raw; offsets rise and stay inside the raw text."""
    cleaned = clean(plain(body))
    raw = encodable(body)
    assert apply_fixes(raw, cleaned.fixes) == cleaned.body_text
    assert undo_fixes(cleaned.body_text, cleaned.fixes) == raw
    headline = headline_before(cleaned.fixes, None)
    assert apply_fixes(headline, cleaned.fixes, "headline") == cleaned.headline
    offsets = RawOffsets(cleaned.fixes)
    mapped = [offsets.raw(n) for n in range(len(cleaned.body_text) + 1)]
    assert mapped == sorted(mapped)
    assert all(0 <= m <= len(raw) for m in mapped)


_SENTENCES = [
    "The ministers met in Geneva on Monday to discuss grain exports.",
    "وقال الوزير «سنواصل المحادثات",
    "Elle a dit: «nous resterons ici",
    "Le port de Marseille est resté ferm\xe9 lundi, selon la mairie.",
    "He said\xa0talks  would\u200b go on in\u00ad the\n\nsummer.",
    "أعلنت الحكومة الاثنين أن المحادثات تتواصل في",
    "«روسيا على مستوى القادة",
]
_STORY = st.builds(
    lambda headline, dateline, paragraphs, end: headline + dateline + "\n\n".join(paragraphs) + end,
    st.sampled_from(["", "Ukraine: grain deal holds\n\n", "أمريكا: محادثات جديدة\n\n", "URGENT\nStorm hits coast\n"]),
    st.sampled_from(["", "PARIS, Jan 1 (AFP) - ", "(واشنطن (أ ف ب\n\n"]),
    st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=6),
    st.sampled_from(["", "\n\nhh/ph", "\r\n\r\n© AFP 2023"]),
)


@given(_STORY)
@settings(max_examples=300, deadline=None)
def test_cleaning_the_clean_text_changes_nothing(body: str) -> None:
    once = clean(plain(body))
    twice = clean(marked(once.headline, once.body_text))
    assert (twice.headline, twice.body_text) == (once.headline, once.body_text)
