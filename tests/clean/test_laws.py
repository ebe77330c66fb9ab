"""The laws of cleaning, over any text and over generated stories."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.story.clean import RawOffsets, apply_fixes, clean, fixes, headline_before, undo_fixes
from pipeline.story.clean.guard import letters
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
@settings(max_examples=200, deadline=None)
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


@given(WILD)
@settings(max_examples=200, deadline=None)
def test_no_probe_passes_over_a_text_on_which_its_fix_would_act(body: str) -> None:
    """But `line-ends`, which leaves the space behind the last line to `blank-lines`."""
    for rule in (*fixes.CHARACTERS, *fixes.PARAGRAPHS, *fixes.SENTENCES, *fixes.HEADLINE):
        assert rule.probe(body) or not rule.find(body) or rule.name == "line-ends", rule.name


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
@settings(max_examples=150, deadline=None)
def test_cleaning_the_clean_text_changes_nothing(body: str) -> None:
    once = clean(plain(body))
    twice = clean(marked(once.headline, once.body_text))
    assert (twice.headline, twice.body_text) == (once.headline, once.body_text)


@given(_STORY)
@settings(max_examples=150, deadline=None)
def test_every_letter_and_digit_is_in_the_text_in_a_field_or_in_a_listed_removal(body: str) -> None:
    cleaned = clean(plain(body))
    moved = "".join(fix.before for fix in cleaned.fixes if fix.field == "body_text" and fix.moved_to)
    removed = "".join(fix.before for fix in cleaned.fixes if fix.rule == "repeats")
    assert Counter(letters(body)) == Counter(letters(cleaned.body_text + moved + removed))
    told = [cleaned.headline, cleaned.kicker, cleaned.signoff, cleaned.copyrightholder, *cleaned.labels]
    told += [cleaned.dateline.text] if cleaned.dateline else []
    if not cleaned.headline_derived:
        assert Counter(letters(moved)) == Counter(letters("".join(filter(None, told))))


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_whatever_raises_and_none_gives_what_can_t_be_encoded(body: str) -> None:
    cleaned = clean(plain(body))
    cleaned.body_text.encode()
    cleaned.headline.encode()


@given(st.lists(st.sampled_from(_SENTENCES), min_size=1, max_size=6), st.binary(max_size=20))
@settings(max_examples=80, deadline=None)
def test_bytes_read_in_a_wrong_charset_raise_nothing(paragraphs: list[str], noise: bytes) -> None:
    spoilt = "\n\n".join(paragraphs).encode() + noise
    for charset in ("latin-1", "cp1256", "utf-16-le"):
        cleaned = clean(plain(spoilt.decode(charset, "replace")))
        assert undo_fixes(cleaned.body_text, cleaned.fixes) == encodable(spoilt.decode(charset, "replace"))


_RUNS = [
    "«", "»", '"', "“", "&amp;amp;", "&#", " ", "\n", "\r\n", "\t", "(", "a", "ب", "\u0640", "\x00", "Ã", "Ø¨", "طھ",
    "\xa0", "\u200c", "e\u0301", "a/", "- a\n", ". ", "ﻛ", "ÇáÓ ", "√©", "URGENT\n", "By A B\n", "© A\n",
    "a \n ", "في\n\n", "قال «نعم ", "قالت: «a b\n\n«", "the same paragraph again and again, as it is here\n\n",
    "word ", "قال في ",
]  # fmt: skip
SMALL, LARGE = 3_000, 24_000
STEEPER = 4
"""Times eight the text may cost times eight, and half as much again four times over: quadratic would be times 64."""


@pytest.mark.parametrize("run", _RUNS, ids=ascii)
def test_time_grows_with_the_text_and_not_with_its_square(run: str) -> None:
    """A ratio of two processor times in one process, once more where the first looks steep: no absolute time."""
    assert any(_is_gentle(run) for _ in range(2))


def _is_gentle(run: str) -> bool:
    small, large = (_seconds(run, size) for size in (SMALL, LARGE))
    return large < STEEPER * (LARGE / SMALL) * max(small, 0.001)


def _seconds(run: str, size: int) -> float:
    story = plain((run * (size // len(run) + 1))[:size])
    start = time.process_time()
    clean(story)
    return time.process_time() - start
