"""Case files: damage seen on wires and its repair, texts that only look damaged, and what is known to fail.

A case is `raw` text and what is expected: `body`, and any field of `Cleaned` by name. A negative case says nothing: the
text must stay as it is, with nothing suspected but what `suspects` lists. `as: plain` gives the whole text as a plain
file does; otherwise it is the body of a story whose headline and paragraphs are marked.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from pipeline.story.clean import apply_fixes, clean, undo_fixes
from pipeline.story.clean.ledger import encodable
from pipeline.story.model import Cleaned
from tests.clean.stories import marked, plain

FOLDER = Path(__file__).parent / "cases"
Case = dict[str, Any]
NOT_FIELDS = {"name", "language", "raw", "as", "body", "suspects", "reason"}


def cases(kind: str) -> list[Case]:
    files = [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(FOLDER.glob("*.json"))]
    return [{**case, "name": f"{stem}: {case['name']}"} for stem, kinds in files for case in kinds[kind]]


def named(case: Case) -> str:
    return f"{case['language']}-{case['name']}"


def cleaned(case: Case) -> Cleaned:
    return clean(plain(case["raw"]) if case.get("as") == "plain" else marked("A headline", case["raw"]))


def check(case: Case) -> None:
    """The repair is what the case says, and its fixes lead from the raw text to the clean one and back."""
    result = cleaned(case)
    found = msgspec.to_builtins(result)
    assert result.body_text == case.get("body", case["raw"])
    for name, expected in case.items():
        if name in NOT_FIELDS:
            continue
        actual = found[name]
        assert ({k: actual[k] for k in expected} if isinstance(expected, dict) and actual else actual) == expected, name
    if "suspects" in case:
        assert [s.text for s in result.suspects if s.rule == "unbalanced-quote"] == case["suspects"]
    raw = encodable(case["raw"])
    assert apply_fixes(raw, result.fixes) == result.body_text
    assert undo_fixes(result.body_text, result.fixes) == raw
    assert result.quality == []


@pytest.mark.parametrize("case", cases("wild"), ids=named)
def test_damage_is_repaired(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", cases("negative"), ids=named)
def test_what_only_looks_damaged_is_left_alone(case: Case) -> None:
    check({"suspects": [], **case})
    if not NOT_FIELDS.issuperset(case):
        return
    assert [f for f in cleaned(case).fixes if f.field == "body_text" and f.moved_to is None] == []


@pytest.mark.parametrize("case", cases("known_failures"), ids=named)
def test_what_is_known_to_fail(case: Case, request: pytest.FixtureRequest) -> None:
    request.applymarker(pytest.mark.xfail(strict=True, reason=case["reason"]))
    check(case)


def test_there_are_enough_cases_in_every_language() -> None:
    wild, negative = cases("wild"), cases("negative")
    assert len(wild) >= 120
    assert len(negative) >= 60
    for kind, least in ((wild, 10), (negative, 5)):
        languages = Counter(case["language"] for case in kind)
        assert {language: languages[language] for language in ("ar", "de", "en", "es", "fr", "pt")} == {
            language: count for language, count in languages.items() if count >= least and len(language) == 2
        }
