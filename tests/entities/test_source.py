"""What the source names: linked where one entity is meant, joined with the text, each with its provenance."""

from __future__ import annotations

import pytest

from pipeline.gazetteer.known import Built
from pipeline.story.entities import Tagger
from pipeline.story.entities.source_names import SourceNames
from pipeline.story.model import Cleaned, Entities, Entity, SourceEntity

QUIET = "It rained all day."


@pytest.fixture(scope="module")
def names(gazetteer: Built) -> SourceNames:
    return SourceNames(gazetteer)


def tagged(
    tagger: Tagger, body: str, *source: SourceEntity, keywords: tuple[str, ...] = (), language: str = "en"
) -> Entities:
    cleaned = Cleaned(headline="", headline_derived=True, body_text=body)
    return tagger.tag(cleaned, language, source, keywords)


def place(name: str, country: str | None = None, code: str | None = None) -> SourceEntity:
    return SourceEntity(kind="place", name=name, country=country, code=code)


def everyone(entities: Entities) -> list[Entity]:
    return [*entities.people, *entities.organisations, *entities.places]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (place("Kyoto"), ("geonames:1857910", "Kyoto", "JP")),
        (place("كييف"), ("wd:Q1899", "Kyiv", "UA")),
        (place("Sète", "FR"), ("geonames:2974733", "Sète", "FR")),
        (place("London", "CA"), ("geonames:6058560", "London", "CA")),
        (place("London"), ("wd:Q84", "London", "GB")),
        (place("Djibouti"), ("wd:Q977", "Djibouti", "DJ")),
        (place("Frankreich", code="iso3166-1a2:FR"), ("wd:Q142", "France", "FR")),
        (place("the city of light", code="http://www.wikidata.org/entity/Q90"), ("wd:Q90", "Paris", "FR")),
        (place("somewhere", code="geonames:1857910"), ("geonames:1857910", "Kyoto", "JP")),
        (SourceEntity(kind="person", name="Wladimir Putin"), ("wd:Q7747", "Vladimir Putin", "RU")),
        (SourceEntity(kind="organisation", name="NATO"), ("wd:Q7184", "NATO", None)),
    ],
)
def test_a_name_or_code_that_means_one_entity_has_its_id(
    tagger: Tagger, one: SourceEntity, expected: tuple[str, str, str | None]
) -> None:
    (entity,) = everyone(tagged(tagger, QUIET, one))
    assert (entity.id, entity.name, entity.country) == expected
    assert (entity.mentions, entity.provenance) == ([], ["source"])


def test_a_place_that_only_the_source_names_has_a_point_and_gives_its_country(tagger: Tagger) -> None:
    entities = tagged(tagger, QUIET, place("Kyoto"))
    point = entities.places[0].point
    assert point is not None
    assert (round(point.lat), round(point.lon)) == (35, 136)
    assert entities.countries == ["JP"]


@pytest.mark.parametrize(
    "one",
    [
        place("Port Ellis", "GB"),
        place("Springfield"),
        place("Georgia"),
        place("Sète"),
        place("Kyoto", "US"),
        place("Vladimir Putin"),
        place("somewhere", code="wd:Q7747"),
        place("somewhere", code="city:1857910"),
        SourceEntity(kind="person", name="Mara Quill", code="pers:9"),
        SourceEntity(kind="person", name="Watson"),
        SourceEntity(kind="person", name="Paris"),
        SourceEntity(kind="organisation", name="Amazon"),
        SourceEntity(kind="organisation", name="who"),
        SourceEntity(kind="organisation", name=""),
    ],
)
def test_what_may_mean_several_or_is_not_known_stays_as_the_source_has_it(tagger: Tagger, one: SourceEntity) -> None:
    (entity,) = everyone(tagged(tagger, QUIET, one))
    assert (entity.id, entity.name, entity.country, entity.point) == (None, one.name, one.country, None)


def test_what_source_and_text_name_in_two_scripts_is_one_entity(tagger: Tagger) -> None:
    source = SourceEntity(kind="person", name="Vladimir Putin")
    (putin,) = tagged(tagger, "قال الرئيس الروسي فلاديمير بوتين ذلك.", source, language="ar").people
    assert (putin.id, putin.provenance) == ("wd:Q7747", ["text", "source"])
    assert [m.text for m in putin.mentions] == ["فلاديمير بوتين"]


def test_an_unknown_person_of_the_text_is_marked_where_the_source_names_her_too(tagger: Tagger) -> None:
    (quill,) = tagged(tagger, "President Mara Quill spoke.", SourceEntity(kind="person", name="Mara Quill")).people
    assert (quill.id, quill.provenance, len(quill.mentions)) == (None, ["text", "source"], 1)


def test_the_source_says_which_of_two_places_the_text_means(tagger: Tagger) -> None:
    body = "The port of Tripoli reopened."
    assert [one.country for one in tagged(tagger, body).places] == ["LY"]
    (tripoli,) = tagged(tagger, body, place("Tripoli", "LB")).places
    assert (tripoli.country, tripoli.provenance, len(tripoli.mentions)) == ("LB", ["text", "source"], 1)


def test_a_place_of_the_text_under_its_other_names_stays_where_the_source_names_its_namesake(tagger: Tagger) -> None:
    body = "London is the capital of Britain. Londres, in French."
    places = tagged(tagger, f"{body} لندن", place("London", "CA")).places
    assert {(one.country, one.provenance[0]) for one in places if one.name == "London"} == {
        ("GB", "text"),
        ("CA", "source"),
    }


def test_what_only_the_source_names_is_less_salient_than_any_mention(tagger: Tagger) -> None:
    places = tagged(tagger, f"{QUIET}\n\nIt rained in Japan.", place("Kyoto")).places
    assert [one.name for one in places] == ["Japan", "Kyoto"]
    assert 0 < places[1].salience < places[0].salience


@pytest.mark.parametrize(
    ("keyword", "language", "expected"),
    [
        ("Ukraine", "en", "wd:Q212"),
        ("UKRAINE", "fr", "wd:Q212"),
        ("أوكرانيا", "ar", "wd:Q212"),
        ("Vladimir Putin", "de", "wd:Q7747"),
        ("NATO", "es", "wd:Q7184"),
    ],
)
def test_a_keyword_that_means_one_entity_is_one(tagger: Tagger, keyword: str, language: str, expected: str) -> None:
    (entity,) = everyone(tagged(tagger, QUIET, keywords=(keyword,), language=language))
    assert (entity.id, entity.provenance, entity.mentions) == (expected, ["source"], [])


@pytest.mark.parametrize(
    ("keyword", "language"),
    [
        ("ukraine", "en"),
        ("nato", "en"),
        ("Nice", "en"),
        ("Barcelona", "es"),
        ("Georgia", "en"),
        ("Springfield", "en"),
        ("Amazon", "en"),
        ("Harbour", "en"),
        ("port-strike", "en"),
        ("Ukraine war", "en"),
        ("AFP", "en"),
        ("صور", "ar"),
        ("", "en"),
        ("-", "und"),
    ],
)
def test_a_keyword_that_may_mean_something_else_stays_a_keyword(tagger: Tagger, keyword: str, language: str) -> None:
    assert everyone(tagged(tagger, QUIET, keywords=(keyword,), language=language)) == []


def test_a_keyword_marks_what_stands_in_the_text_and_adds_nothing_twice(tagger: Tagger) -> None:
    body = "President Mara Quill flew to Japan."
    entities = tagged(tagger, body, place("Japan"), keywords=("Japan", "Mara Quill", "Japan"))
    assert [(one.name, one.provenance, len(one.mentions)) for one in everyone(entities)] == [
        ("Mara Quill", ["text", "source"], 1),
        ("Japan", ["text", "source"], 1),
    ]


@pytest.mark.parametrize(
    "code",
    ["iso3166-1a2:FR", "iso3166:FR", "iso3166-1:fr", "iso3166-1a3:FRA", "iso3166:fra", "wd:Q142", "wikidata:Q142"],
)
def test_codes_of_registers_are_read(names: SourceNames, code: str) -> None:
    assert names.meant(place("?", code=code), "en") == names.meant(place("France"), "en")


@pytest.mark.parametrize("code", ["pers:9", "FR", "iso3166:ZZ", "iso3166:FRX", "wd:Q0", "xwd:Q142", "medtop:20000621"])
def test_other_codes_are_not_guessed_at(names: SourceNames, code: str) -> None:
    assert names.meant(place("?", code=code), "en") is None
