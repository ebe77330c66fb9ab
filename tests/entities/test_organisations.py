"""Organisations that no list has, their acronyms, and what is none."""

import pytest

from pipeline.story.entities import Tagger
from pipeline.story.model import Cleaned
from tests.entities.marked import marked

NAMED = [
    ("Le chef du [[Mouvement réformateur|O]] est parti.", "fr"),
    ("Elle enseigne à l'[[Université de Valbourg|O]].", "fr"),
    ("Le [[ministère de la Pêche|O]] l'a annoncé.", "fr"),
    ("The [[Federation of Small Dairies|O]] warned of costs.", "en"),
    ("He heads the [[National Geology and Mining Service|O]].", "en"),
    ("The [[Harwick University|O]] study was withdrawn.", "en"),
    ("Er lehrt an der [[Universität Hagenau|O]].", "de"),
    ("Das [[Verteidigungsministerium|O]] äußerte sich nicht.", "de"),
    ("El [[Instituto Nacional de Semillas|O]] lo confirmó.", "es"),
    ("El [[Partido Lechero|O]] perdió.", "es"),
    ("A [[Universidade Técnica do Minho Alto|O]] fechou.", "pt"),
    ("وأعلنت [[وزارة الداخلية المغربية|O]] ذلك.", "ar"),
    ("في [[جامعة واسيدا|O]] أمس.", "ar"),
    ("دعا [[حزب العدالة والتنمية|O]] إلى تحقيق.", "ar"),
]

CLASSES = [
    ("according to the charity [[Larkhill|O]].", "en"),
    ("L'ONG britannique [[Larkhill|O]] proteste.", "fr"),
    ("Le parti [[Ensemble pour le Gabon|O]] proteste.", "fr"),
    ("Der Autobauer [[Torvald|O]] streicht Stellen.", "de"),
    ("la consultora [[Rivas & Fit|O]] lo niega.", "es"),
    ("ونقلت صحيفة [[هسبريس|O]] الخبر.", "ar"),
    ('ونقلت صحيفة "[[الفجر الجديد|O]]" الخبر.', "ar"),
]

ACRONYMS = [
    ("The [[Kenya Tea Pickers Union|O]] ([[KTPU|O]]) met. The [[KTPU|O]] left.", "en"),
    ("La [[Corporación Nacional Forestal|O]] ([[Conaf|O]]) avisó. La [[Conaf|O]] calla.", "es"),
    ("Die [[Europäische Zentralbank|O]] ([[EZB|O]]) senkt den Zins.", "de"),
    ("Der Anführer der Miliz [[Haiat Tahrir al-Scham|O]] ([[HTS|O]]) sprach.", "de"),
    ("[[الاتحاد العام التونسي للشغل|O]] ([[UGTT|O]]) يدعو إلى الإضراب.", "ar"),
]

NONE = [
    ("The court heard the case on Monday.", "en"),
    ("The party lost and the union cheered.", "en"),
    ("The gross domestic product (GDP) fell.", "en"),
    ("Le parti a perdu les élections.", "fr"),
    ("Le produit intérieur brut (PIB) recule.", "fr"),
    ("Der Rat der Stadt tagte in der Halle.", "de"),
    ("El partido terminó sin goles.", "es"),
    ("A empresa fechou em agosto.", "pt"),
    ("قال الحزب الحاكم إن الانتخابات نزيهة.", "ar"),
    ("وأضافت المنظمة الدولية أن الوضع صعب.", "ar"),
    ("تعمل في شركة طيران محلية.", "ar"),
    ("أعلن البنك المركزي رفع الفائدة.", "ar"),
]


@pytest.mark.parametrize(("case", "language"), NAMED)
def test_a_head_and_its_complement_are_a_name(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


@pytest.mark.parametrize(("case", "language"), CLASSES)
def test_a_class_noun_introduces_a_name_and_is_no_part_of_it(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


@pytest.mark.parametrize(("case", "language"), ACRONYMS)
def test_an_acronym_in_brackets_is_the_organisation_before_them(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


@pytest.mark.parametrize(("case", "language"), NONE)
def test_a_class_noun_by_itself_is_no_organisation(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case


def test_full_name_and_acronym_are_one_entity_with_the_id_of_the_full_name(tagger: Tagger) -> None:
    text = "The World Health Organization (WHO) met. The WHO left."
    found = tagger.tag(Cleaned(headline="WHO warns", headline_derived=False, body_text=text), "en").organisations
    assert found[0].id == "wd:Q7817"
    assert len(found[0].mentions) >= 3


def test_an_introduced_acronym_is_never_another_body_of_the_same_letters(tagger: Tagger) -> None:
    text = "The Women Herders Order (WHO) met on Friday. The WHO left."
    found = tagger.tag(Cleaned(headline="", headline_derived=True, body_text=text), "en").organisations
    assert [(one.name, one.id, len(one.mentions)) for one in found] == [("Women Herders Order", None, 3)]


@pytest.mark.parametrize(
    ("case", "language"),
    [("He told AFP on Monday.", "en"), ("قال لوكالة فرانس برس إن الوضع صعب.", "ar"), ("a-t-il dit à l'AFP.", "fr")],
)
def test_the_agency_s_own_credit_is_no_organisation(tagger: Tagger, case: str, language: str) -> None:
    assert marked(tagger, case, language) == case
