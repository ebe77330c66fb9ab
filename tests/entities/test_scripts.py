"""Well-known names have one id in every script, so that one click finds the person or body in all languages."""

import pytest

from pipeline.story.entities import Tagger
from pipeline.story.model import Cleaned

NAMES = [
    (
        "wd:Q7747",
        ("Vladimir Putin", "en"),
        ("Vladimir Poutine", "fr"),
        ("فلاديمير بوتين", "ar"),
        ("Владимир Путин", "ru"),
        ("普京", "zh-Hans"),
    ),
    (
        "wd:Q3874799",
        ("Volodymyr Zelensky", "en"),
        ("Wolodymyr Selenskyj", "de"),
        ("زيلينسكي", "ar"),
        ("Зеленский", "ru"),
        ("泽连斯基", "zh-Hans"),
    ),
    (
        "wd:Q22686",
        ("Donald Trump", "es"),
        ("Trump", "pt"),
        ("دونالد ترامب", "ar"),
        ("Дональд Трамп", "ru"),
        ("特朗普", "zh-Hans"),
    ),
    ("wd:Q6279", ("Joe Biden", "en"), ("Biden", "fr"), ("بايدن", "ar"), ("Байден", "ru"), ("拜登", "zh-Hans")),
    ("wd:Q76", ("Barack Obama", "en"), ("Obama", "de"), ("باراك أوباما", "ar"), ("Обама", "ru"), ("奥巴马", "zh-Hans")),
    (
        "wd:Q3052772",
        ("Emmanuel Macron", "fr"),
        ("Macron", "es"),
        ("إيمانويل ماكرون", "ar"),
        ("Макрон", "ru"),
        ("马克龙", "zh-Hans"),
    ),
    (
        "wd:Q15031",
        ("Xi Jinping", "en"),
        ("Xi Jinping", "fr"),
        ("شي جينبينغ", "ar"),
        ("Си Цзиньпин", "ru"),
        ("习近平", "zh-Hans"),
    ),
    (
        "wd:Q56226",
        ("Kim Jong Un", "en"),
        ("Kim Jong-un", "de"),
        ("كيم جونج أون", "ar"),
        ("Ким Чен Ын", "ru"),
        ("金正恩", "zh-Hans"),
    ),
    (
        "wd:Q43723",
        ("Benjamin Netanyahu", "en"),
        ("Benjamin Netanjahu", "de"),
        ("بنيامين نتنياهو", "ar"),
        ("Нетаньяху", "ru"),
        ("בנימין נתניהו", "he"),
    ),
    (
        "wd:Q39259",
        ("Recep Tayyip Erdogan", "en"),
        ("Erdogan", "fr"),
        ("إردوغان", "ar"),
        ("Эрдоган", "ru"),
        ("اردوغان", "fa"),
    ),
    (
        "wd:Q1065",
        ("United Nations", "en"),
        ("Nations unies", "fr"),
        ("الأمم المتحدة", "ar"),
        ("ООН", "ru"),
        ("联合国", "zh-Hans"),
    ),
    ("wd:Q7184", ("NATO", "en"), ("Otan", "fr"), ("حلف شمال الأطلسي", "ar"), ("НАТО", "ru"), ("北约", "zh-Hans")),
    (
        "wd:Q458",
        ("European Union", "en"),
        ("Unión Europea", "es"),
        ("الاتحاد الأوروبي", "ar"),
        ("Евросоюз", "ru"),
        ("欧盟", "zh-Hans"),
    ),
    (
        "wd:Q30",
        ("United States", "en"),
        ("États-Unis", "fr"),
        ("الولايات المتحدة", "ar"),
        ("США", "ru"),
        ("美国", "zh-Hans"),
    ),
    ("wd:Q159", ("Russia", "en"), ("Russland", "de"), ("روسيا", "ar"), ("Россия", "ru"), ("俄罗斯", "zh-Hans")),
    ("wd:Q148", ("China", "en"), ("Chine", "fr"), ("الصين", "ar"), ("Китай", "ru"), ("中国", "zh-Hans")),
    ("wd:Q212", ("Ukraine", "en"), ("Ucrania", "es"), ("أوكرانيا", "ar"), ("Украина", "ru"), ("乌克兰", "zh-Hans")),
    ("wd:Q801", ("Israel", "en"), ("Israël", "fr"), ("إسرائيل", "ar"), ("Израиль", "ru"), ("ישראל", "he")),
    ("wd:Q794", ("Iran", "en"), ("Irão", "pt"), ("إيران", "ar"), ("Иран", "ru"), ("איראן", "he")),
    ("wd:Q649", ("Moscow", "en"), ("Moscou", "fr"), ("موسكو", "ar"), ("Москва", "ru"), ("莫斯科", "zh-Hans")),
]


@pytest.mark.parametrize("names", NAMES, ids=[names[1][0] for names in NAMES])
def test_a_name_has_one_id_in_latin_arabic_cyrillic_and_one_more_script(
    tagger: Tagger, names: tuple[str, *tuple[tuple[str, str], ...]]
) -> None:
    wanted, *forms = names
    found = {}
    for text, language in forms:
        entities = tagger.tag(Cleaned(headline="", headline_derived=True, body_text=f"{text}."), language)
        found[text] = [one.id for one in (*entities.people, *entities.organisations, *entities.places)]
    assert found == {text: [wanted] for text, _ in forms}
