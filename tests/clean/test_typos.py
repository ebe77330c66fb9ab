"""Suspected typing errors: found with their evidence, and rare on texts that are typed well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lexicon.words import NO_WORDS, REMEMBERED, Words
from pipeline.story.clean.slips import is_slip, look_alikes, slips, slips_among
from pipeline.story.clean.typos import typos

DEV = Path(__file__).parents[2] / "corpora" / "entities" / "dev"
FALSE_PER_STORY = 0.05
"""Suspects in 65 stories that have no typing error: one in twenty stories may have one."""


def found(text: str, words: Words) -> dict[str, str | None]:
    suspects = typos(text, text.split(), words)
    assert all(text[s.start : s.end] == s.text and s.evidence for s in suspects)
    return {s.text: s.suggestion for s in suspects}


@pytest.mark.parametrize(
    ("text", "word", "meant"),
    [
        ("The govenment said on Monday that the talks on grain would go on in Geneva.", "govenment", "government"),
        ("The minister did not recieve the letter from the union before the meeting began.", "recieve", "receive"),
        ("Le gouvernment a annoncé lundi que les discussions allaient reprendre.", "gouvernment", "gouvernement"),
        ("Die Ministerin sagte am Montag in Berlin, die Lage sei shcwierig und offen.", "shcwierig", "schwierig"),
        ("El ministro dijo el lunes que el acuredo entra en vigor la semana próxima.", "acuredo", "acuerdo"),
        ("O ministro disse na segunda-feira que o acrodo entra em vigor na próxima semana.", "acrodo", "acordo"),
        ("Grenzen: Zelensky met the envoy. Zelensky thanked him, and Zelesnky left.", "Zelesnky", "Zelensky"),
        ("قالت الوزيرة إن المفاوصات بين البلدين تتواصل حتى نهاية الشهر الحالي.", "المفاوصات", "المفاوضات"),
        ("وقال إن الحكومة تعمل على خطة، وإن الجكومة لن تتراجع عنها هذا العام.", "الجكومة", "الحكومة"),
        ("The court spoke of a pubic prosecutor in the case of the missing funds.", "pubic", "public"),
        ("أعلنت الأمم المتحدث في بيان صدر الاثنين أن المساعدات وصلت إلى المدينة.", "المتحدث", "المتحدة"),
    ],
)  # fmt: skip
def test_a_typing_error_is_suspected_with_what_was_meant(text: str, word: str, meant: str, words: Words) -> None:
    suspects = found(text, words)
    assert suspects.get(word) == meant


@pytest.mark.parametrize(
    "text",
    [
        "The trial began on Monday, and the trail of evidence led to the harbour.",
        "The labour ministry criticised the programme, and the centre organised a defence of it.",
        "O actor recebeu um óptimo prémio, e o contrato foi registrado no Brasil.",
        "Nélson Silva chegou a Lisboa. Silva disse que fica; Júlio Prates e Prates também.",
        "Angela Merz und Friedrich Merz sprachen am Montag, sagte Merz in Berlin.",
        "Der Gemeinschaftswiederaufbau der Hochwasserschutzanlagen kostet Millionen, sagte die Behörde.",
        "وقال المتحدث باسم الوزارة إن حرب المدن انتهت، وإن نشر القوات يبدأ غدا.",
        "قال كاتب إن كتاب المؤلف مكتوب بلغة سهلة، وإن الكتب تباع في المكتبات.",
        "حث الأمين العام على وقف النار، ونحن نعمل على ذلك، ونحو مئة شخص قتلوا.",
        "صعد إلى العلية القديمة في بيت جده ووجد هناك صورا من القرن الماضي.",
        "Il presidente ha detto che i negoziati riprenderanno la settimana prossima a Ginevra.",
        "Kim Jong Un met Kim Yo Jong in Pyongyang; Choe Ryong Hae and Choe Son Hui were there.",
        "A passage from Chaucer: whan that aprille with his shoures soote the droghte of march hath perced.",
        "El alcalde y la alcaldesa, los diputados y las diputadas votaron la moción.",
        "",
    ],
)
def test_words_that_only_look_mistyped_are_left_in_peace(text: str, words: Words) -> None:
    assert found(text, words) == {}


def test_without_a_lexicon_only_the_story_itself_is_evidence() -> None:
    assert found("The govenment spoke of the pubic prosecutor.", NO_WORDS) == {"pubic": "public"}


def test_stories_without_typing_errors_are_hardly_ever_suspected(words: Words) -> None:
    stories = [json.loads(line) for path in sorted(DEV.glob("??.jsonl")) for line in path.open(encoding="utf-8")]
    suspected = [found(story["body_text"], words) for story in stories]
    assert len(stories) >= 60
    assert sum(map(len, suspected)) <= FALSE_PER_STORY * len(stories)


@pytest.mark.parametrize("letters", ["abé", "ابتن"], ids=["Latin", "Arabic"])
@given(st.data())
def test_a_slip_is_told_as_it_is_made(letters: str, data: st.DataObject) -> None:
    """Of a slip, of any word and of the word itself: the same answer from the word, and from words kept by shape."""
    word, other = (data.draw(st.text(letters, min_size=5, max_size=8)) for _ in range(2))
    made = set(slips(word))
    for near in (other, data.draw(st.sampled_from(sorted(made))), word):
        assert is_slip(word, near) == (near in made)
        shapes = {(near[0], near[-1], len(near)): f"\n{near[::-1]}\n{near}\n"}
        at_an_end = near in look_alikes(word) and word[1:-1] == near[1:-1]
        assert (near in slips_among(word, shapes)) == (near in made and not at_an_end)


@pytest.mark.parametrize(
    ("common", "told"),
    [
        ({"fr": ["la", "est", "chat"], "en": ["is", "cat", "chat"]}, "fr"),
        ({"fr": ["le"], "en": ["the"], "de": ["der"]}, "de"),
        ({}, ""),
    ],
    ids=["most words", "none is common: the first by name", "no lexicon"],
)
def test_the_language_of_a_story_is_that_of_most_words(common: dict[str, list[str]], told: str) -> None:
    assert Words(known=bytes(64), common=common, given=[]).language_of({"la", "est", "chat"}) == told


def test_what_is_told_of_words_is_asked_once_for_each_and_stays_right_when_more_are_asked_than_are_remembered() -> None:
    asked: list[str] = []

    def length(word: str, _: Words) -> int:
        asked.append(word)
        return len(word)

    told = Words(known=b"", common={}, given=[]).remembered(length)
    assert [told("storm"), told("storm"), told("sea")] == [5, 5, 3]
    assert asked == ["storm", "sea"]
    assert all(told(f"word{n}") == len(f"word{n}") for n in range(REMEMBERED + 1))
    assert told("storm") == 5
    assert asked[-1] == "storm", "forgotten meanwhile, so asked again"
