"""What the built gazetteer holds: enough names, and the library's cities only as far as they can be trusted."""

from collections import Counter

import pytest

from pipeline.gazetteer.keys import key_of
from pipeline.gazetteer.known import Form, Known
from pipeline.gazetteer.libraries import WELL_KNOWN_CITY
from pipeline.gazetteer.lists import LISTS, entity_lists, listed_of
from pipeline.gazetteer.lookup import bearers
from tests import loaded


def cities(name: str) -> list[tuple[Form, Known]]:
    return [(form, known) for form, known in bearers(loaded.gazetteer(), name) if known.type == "city"]


def test_there_are_as_many_curated_names_as_promised() -> None:
    counts = Counter(kind for kind, path in entity_lists(LISTS) for _ in listed_of(path))
    assert counts["person"] >= 1400
    assert counts["organisation"] >= 500
    assert counts["place"] >= 1000


@pytest.mark.parametrize("name", ["Vinhedo", "Villarrica", "Espinho"])
def test_a_small_city_that_no_list_has_is_guarded(name: str) -> None:
    found = cities(name)
    assert found
    assert all(form.guarded and known.weight < WELL_KNOWN_CITY for form, known in found)


@pytest.mark.parametrize("name", ["Catania", "Boston", "Casablanca", "San Marino"])
def test_a_large_or_listed_city_is_not_guarded(name: str) -> None:
    assert any(not form.guarded for form, _ in bearers(loaded.gazetteer(), name))


@pytest.mark.parametrize("name", ["فينهيدو", "إسبينهو", "Вигу"])
def test_a_small_city_has_no_name_in_another_script(name: str) -> None:
    assert cities(name) == []


@pytest.mark.parametrize(("language", "name"), [("es", "leon"), ("pt", "natal"), ("de", "essen"), ("en", "reading")])
def test_a_city_that_is_a_common_word_is_a_stop_name_in_that_language(language: str, name: str) -> None:
    assert name in loaded.gazetteer().words.stop[language]


@pytest.mark.parametrize(("language", "name"), [("en", "paris"), ("pt", "porto"), ("fr", "leon"), ("ar", "مصر")])
def test_a_listed_name_or_one_of_another_language_is_no_stop_name(language: str, name: str) -> None:
    assert name not in loaded.gazetteer().words.stop[language]


@pytest.mark.parametrize("word", ["prince", "queen", "the", "الملك", "bad", "pope", "de"])
def test_a_title_or_common_word_before_a_listed_name_is_no_given_name(word: str) -> None:
    assert word not in loaded.gazetteer().words.given


@pytest.mark.parametrize("word", ["emmanuel", "فلاديمير", "angela", "владимир"])
def test_the_given_names_of_listed_people_are_known(word: str) -> None:
    assert word in loaded.gazetteer().words.given


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Franzose", "FR"),
        ("سورية", "SY"),
        ("Ukrainians", "UA"),
        ("marroquíes", "MA"),
        ("brasileira", "BR"),
        ("تركي", "TR"),
    ],
)
def test_demonyms_lead_to_the_country_in_six_languages(word: str, code: str) -> None:
    assert loaded.gazetteer().words.demonyms[key_of(word)] == code


@pytest.mark.parametrize("name", ["Franzose", "Ukrainians", "brasileira", "سوريون"])
def test_a_demonym_is_no_place(name: str) -> None:
    assert bearers(loaded.gazetteer(), name) == []
