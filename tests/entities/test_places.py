"""Cities whose names are words, towns that no list has, and particles and endings around places."""

import pytest

from pipeline.story.entities import Tagger
from pipeline.story.model import Cleaned
from tests.entities.marked import marked

CITIES = [
    ("The ferry to [[Split|L]] leaves at night.", "en"),
    ("A fire broke out in [[Nice|L]].", "en"),
    ("Le maire de [[Nice|L]] a démissionné.", "fr"),
    ("Die Polizei in [[Halle|L]] sucht Zeugen.", "de"),
    ("Die Stadt [[Essen|L]] baut Schulen.", "de"),
    ("La policía de [[Lima|L]] detuvo a tres hombres.", "es"),
    ("Os bombeiros do [[Porto|L]] combateram o incêndio.", "pt"),
    ("تقع مدينة [[ليل|L]] قرب الحدود.", "ar"),
    ("عاد النازحون إلى [[صور|L]] و[[صيدا|L]] أمس.", "ar"),
]

WORDS = [
    ("Reading scores fell for the second year.", "en"),
    ("Split votes delayed the decision.", "en"),
    ("Mobile phones were banned.", "en"),
    ("Nice weather brought thousands to the beach.", "en"),
    ("Tours de magie et rires pour les enfants.", "fr"),
    ("Sale temps pour les touristes.", "fr"),
    ("Das Essen in der Halle war kalt.", "de"),
    ("Regen und Wind behinderten die Suche.", "de"),
    ("León y cordero dormían juntos.", "es"),
    ("La paz llegó tarde.", "es"),
    ("Salvador da pátria, diziam os cartazes.", "pt"),
    ("O fogo queimou o mato.", "pt"),
    ("كان ليل المدينة هادئا.", "ar"),
    ("فقدت العائلات كل أمل في العثور على صور.", "ar"),
    ("كيف كان العمال يخرجون من المنجم الجديد؟", "ar"),
    ("تعهد العامل بإيواء الأسر.", "ar"),
]

TOWNS = [
    ("near the town of [[Sierra Alta|L]], officials said.", "en"),
    ("in [[Hitchwell|L]], a market town in the south.", "en"),
    ("in the [[Bicolan|L]] region.", "en"),
    ("près du village de [[Ribautelle|L]].", "fr"),
    ("in der Kleinstadt [[Mohrungen|L]].", "de"),
    ("en la localidad de [[Samborondilla|L]].", "es"),
    ("no concelho de [[Arganilho|L]].", "pt"),
    ("في بلدة [[كفر زيتا|L]] أمس.", "ar"),
]

AROUND = [
    ("زيارة لل[[أردن|L]] ول[[لبنان|L]]", "ar"),
    ("وصل إلى [[فرنسا|L]] و[[ألمانيا|L]]", "ar"),
    ("il arrive d'[[Allemagne|L]] et du [[Japon|L]].", "fr"),
    ("[[Argentiniens|L]] Präsident reist ab.", "de"),
    ("Die [[Japan|L]]-Reise und der Japanbesuch.", "de"),
    ("the japanned box, the turkey and the china cups.", "en"),
    ("a small town near the state border.", "en"),
    ("قرية صغيرة ومدينة كبيرة.", "ar"),
]


@pytest.mark.parametrize(("case", "language"), CITIES)
def test_a_city_whose_name_is_a_word_is_found_where_something_says_so(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


@pytest.mark.parametrize(("case", "language"), WORDS)
def test_a_word_that_is_a_city_elsewhere_is_left_alone(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


@pytest.mark.parametrize(("case", "language"), TOWNS)
def test_a_class_word_introduces_a_place_that_no_list_has(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


@pytest.mark.parametrize(("case", "language"), AROUND)
def test_what_is_written_together_with_a_place_stays_outside(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


def test_places_carry_country_and_point_and_the_story_its_main_countries(tagger: Tagger) -> None:
    cleaned = Cleaned(headline="Talks in Tokyo", headline_derived=False, body_text="They met in Tokyo, then in Lima.")
    entities = tagger.tag(cleaned, "en")
    tokyo, lima = entities.places
    assert (tokyo.name, tokyo.country, lima.country) == ("Tokyo", "JP", "PE")
    assert tokyo.point is not None
    assert (round(tokyo.point.lat), round(tokyo.point.lon)) == (36, 140)
    assert tokyo.salience > lima.salience
    assert entities.countries == ["JP", "PE"]


CLUBS = [
    ("[[Barcelona|O]] won the match with two goals, the coach said.", "en"),
    ("[[Barcelona|L]] closed its port.", "en"),
    ("O [[Porto|O]] venceu o jogo com dois gols do atacante.", "pt"),
    (
        "A câmara do [[Porto|L]] aprovou o orçamento, e as obras do metro começam em maio, disse o autarca a quem "
        "visitou as zonas que as cheias afetaram. Na mesma noite, a equipa da casa venceu o jogo com dois gols.",
        "pt",
    ),
    (
        "A prefeitura de [[São Paulo|L]] fechou as escolas por causa da chuva, e as aulas só voltam na segunda, disse "
        "a secretaria em nota aos pais e professores da rede. O time da casa venceu o jogo com dois gols.",
        "pt",
    ),
]


@pytest.mark.parametrize(("case", "language"), CLUBS)
def test_a_club_s_short_name_is_the_club_near_the_words_of_a_story_about_sport_only(
    tagger: Tagger, case: str, language: str
) -> None:
    assert marked(tagger, case, language) == case
