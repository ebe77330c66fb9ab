"""Known names are found where they stand, and nowhere else."""

import pytest

from pipeline.story.entities import Tagger
from pipeline.story.model import Cleaned


def tagged(tagger: Tagger, text: str, language: str) -> list[str]:
    cleaned = Cleaned(headline="", headline_derived=True, body_text=text)
    entities = tagger.tag(cleaned, language)
    mentions = [m for e in [*entities.people, *entities.organisations, *entities.places] for m in e.mentions]
    assert all(text[m.start : m.end] == m.text for m in mentions)
    return [m.text for m in sorted(mentions, key=lambda m: m.start)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("وصل الوفد إلى فرنسا وألمانيا", "ar", ["فرنسا", "ألمانيا"]),
        ("زيارة لليابان ولأوكرانيا", "ar", ["يابان", "أوكرانيا"]),
        ("Il arrive d'Allemagne et du Japon.", "fr", ["Allemagne", "Japon"]),
        ("Talks in Tokyo, Japan", "en", ["Tokyo", "Japan"]),
        ("Die Japan-Reise der Delegation", "de", ["Japan"]),
    ],
)
def test_a_known_name_is_found_without_what_is_attached_to_it(
    tagger: Tagger, text: str, language: str, expected: list[str]
) -> None:
    assert tagged(tagger, text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("فرانس", "ar"),
        ("The japanned box, the turkey and the china cups", "en"),
        ("Der Japanbesuch und die Chinareise", "de"),
        ("", "und"),
    ],
)
def test_a_name_inside_another_word_is_not_found(tagger: Tagger, text: str, language: str) -> None:
    assert tagged(tagger, text, language) == []
