"""People whom no list has are told by what stands beside them; what only looks like it is left alone."""

import pytest

from pipeline.story.entities import Tagger
from tests.entities.marked import marked

TITLES = [
    ("Le préfet [[Anselme Courtaud|P]] a parlé.", "fr"),
    ("La ministre de la Transition agricole [[Odette Vernay|P]] est attendue.", "fr"),
    ("Le secrétaire d'État aux Ports, [[Firmin Lestrade|P]], a démissionné.", "fr"),
    ("Selon Mme [[Vernay|P]], rien ne presse.", "fr"),
    ("Ports minister [[Edwina Sotheby|P]] resigned.", "en"),
    ("A neighbour, [[Hollis Grantley|P]], heard the blast.", "en"),
    ("Hafenminister [[Ottokar Brinkmann|P]] trat zurück.", "de"),
    ("Der Meeresbiologe [[Ottokar Brinkmann|P]] widersprach.", "de"),
    ("La alcaldesa [[Ofelia Quintero Rueda|P]] lo negó.", "es"),
    ("Su dirigente, [[Ofelia Quintero|P]], lo negó.", "es"),
    ("O pedreiro [[Belmiro Castanho|P]] viu a queda.", "pt"),
    ("O ministro das Pescas, [[Belmiro Castanho|P]], recusou.", "pt"),
    ("قال وزير الموانئ [[حمدي الزرقاوي|P]] إن الميناء مفتوح.", "ar"),
    ("وأوضحت المتحدثة باسم الشركة [[لبنى قرطاس|P]] أن الإنتاج توقف.", "ar"),
    ("وقال مدير المعهد، [[عبد الصبور ناصري|P]]، إن القرار شفوي.", "ar"),
]

COMPANY = [
    ('"C\'est fini", a assuré [[Anselme Courtaud|P]].', "fr"),
    ("[[Anselme Courtaud|P]], porte-parole du port, l'a confirmé.", "fr"),
    ("[[Anselme Courtaud|P]], 54 ans, a été blessé.", "fr"),
    ("Elle est dirigée par le Britannique [[Piers Litherland|P]].", "fr"),
    ("[[Hollis Grantley|P]], a spokesman for the port, confirmed it.", "en"),
    ("Ethiopian [[Chala Regasa|P]] was third.", "en"),
    ("Das Rückspiel leitet der Italiener [[Marzio Bellandi|P]].", "de"),
    ("وسجل الصربي [[ألكسندر ميتروفيتش|P]] الهدف.", "ar"),
]

EDGES = [
    ("Die Ökonomin [[Ulrike Stein|P]] von der [[Commerzbank|O]] widersprach.", "de"),
    ("[[Ursula von der Leyen|P]] reist nach [[Wien|L]].", "de"),
    ("Le ministre de l'Intérieur [[Bruno Castaing|P]] s'est rendu sur place.", "fr"),
    ("El ministro [[Pedro Sánchez Quintero|P]] viajó.", "es"),
    ("[[Alex Castanho|P]] e [[Júnior Santos|P]] marcaram.", "pt"),
    ("Speaker [[Woo Won-shik|P]] read out the result.", "en"),
    ("[[Jordan Peterson|P]] spoke in [[Jordan|L]].", "en"),
    ("رئيس بلدية [[إسطنبول|L]] [[أكرم إمام أوغلو|P]] يتحدث.", "ar"),
    ("وقال المدير التنفيذي للمجموعة [[كيم كي نام|P]] إن المصنع جديد.", "ar"),
]

NOBODY = [
    ("The president told reporters he was tired.", "en"),
    ("The Grand Slam season opens on Monday.", "en"),
    ("Police Chief and Mayor met on Friday.", "en"),
    ("Le président de la commission a démissionné lundi.", "fr"),
    ("Le directeur a dit que la grève continuerait.", "fr"),
    ("Der Minister sagte am Montag ab.", "de"),
    ("Die Sprecherin der Behörde schwieg.", "de"),
    ("El presidente dijo el lunes que no renunciará.", "es"),
    ("O presidente disse que vai recorrer.", "pt"),
    ("قال مدير المدرسة إن أمل التلاميذ كبير.", "ar"),
    ("لم يجد الباحث تفسيرا لهذه الظاهرة.", "ar"),
    ("تحدث المتحدث باسم الشركة عن أرباح كبيرة.", "ar"),
    ("انتخب أعضاء المجلس رئيسا جديدا.", "ar"),
    ("قال المحامي إن موكله بريء.", "ar"),
]


@pytest.mark.parametrize(("case", "language"), TITLES)
def test_a_name_follows_a_title_and_what_it_governs(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


@pytest.mark.parametrize(("case", "language"), COMPANY)
def test_a_name_is_told_by_its_company(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


@pytest.mark.parametrize(("case", "language"), EDGES)
def test_a_name_ends_where_the_next_thing_begins(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


@pytest.mark.parametrize(("case", "language"), NOBODY)
def test_titles_and_capitals_without_a_name_are_nobody(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


@pytest.mark.parametrize(
    ("case", "language"),
    [
        ("Judge [[Edwina Sotheby|P]] ruled. [[Sotheby|P]] is new.", "en"),
        ("[[Sotheby|P]] is new. Judge [[Edwina Sotheby|P]] ruled.", "en"),
        ("La jueza [[Ofelia Quintero Rueda|P]] falló. [[Quintero|P]] es nueva.", "es"),
        ("Präsident [[Kim Tae-ho|P]] sprach. [[Kim|P]] schwieg.", "de"),
        ("قال الوزير [[حمدي الزرقاوي|P]] ذلك. وأضاف [[الزرقاوي|P]] أن الميناء مفتوح.", "ar"),
        ("Judge [[Edwina Sotheby|P]] ruled. [[Martha Sotheby|P]] wept.", "en"),
    ],
)
def test_a_surname_alone_is_the_person_named_in_full(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


def test_a_surname_after_another_given_name_is_another_person(tagger: Tagger) -> None:
    from pipeline.story.model import Cleaned  # noqa: PLC0415  # only here

    text = "Judge Edwina Sotheby ruled. Martha Sotheby wept. Sotheby is new."
    people = tagger.tag(Cleaned(headline="", headline_derived=True, body_text=text), "en").people
    assert {one.name: len(one.mentions) for one in people} == {"Edwina Sotheby": 2, "Martha Sotheby": 1}
