"""What is looked for in each text when the words found are marked: what may stand there, and nothing else."""

from __future__ import annotations

from typing import Any

from pipeline.search.known_names import load_known_names
from pipeline.search.marks import marks_body


def looked_for(query: str, language: str, name: str = "body_text") -> list[dict[str, Any]]:
    """The parts of what is looked for in a field."""
    names = load_known_names()
    fields = marks_body(query, names, language, ["urn:1"])["highlight"]["fields"]
    parts: list[dict[str, Any]] = fields[name]["highlight_query"].get("bool", {}).get("should", [])
    return [part["multi_match"] for part in parts]


def test_each_text_is_looked_through_for_its_own_fields_only() -> None:
    """A clause on another field costs time for each story, and marks nothing."""
    for name in ("headline", "body_text"):
        fields = {field for part in looked_for("floods Hamburg", "de", name) for field in part["fields"]}
        assert fields == {name, f"{name}.exact", f"text.de.{name}"}


def test_a_name_is_looked_for_in_the_spellings_of_the_text_s_script() -> None:
    said = " ".join(part["query"] for part in looked_for("Putin", "ru"))
    assert "путин" in said
    assert "vladimir" not in said
    assert "بوتين" not in said


def test_in_a_language_whose_script_is_not_known_every_spelling_is_looked_for() -> None:
    said = " ".join(part["query"] for part in looked_for("Putin", "he"))
    assert "פוטין" in said
    assert "putin" in said


def test_the_words_as_typed_are_looked_for_whatever_their_script() -> None:
    assert any(part["query"] == "Putin" for part in looked_for("Putin", "ar"))


def test_what_must_not_stand_there_is_not_marked() -> None:
    assert {part["query"] for part in looked_for("floods -Hamburg", "de")} == {"floods"}


def test_a_value_of_another_field_marks_nothing() -> None:
    body = marks_body("feed:desk", None, "en", ["urn:1"])
    assert body["highlight"]["fields"]["headline"]["highlight_query"] == {"match_none": {}}
