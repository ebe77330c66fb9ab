"""What newsrooms ask of the index, on the real server."""

from __future__ import annotations

from datetime import timedelta

import pytest
from elasticsearch import Elasticsearch

from pipeline.search.known_names import load_known_names
from pipeline.search.marks import CLOSE, OPEN
from pipeline.search.names import Names
from pipeline.search.request import Filters, Request
from pipeline.search.results import Found, Page, search_stories, similar_stories
from pipeline.search.syntax import QueryError
from pipeline.settings import Settings
from pipeline.story.model import HELD
from pipeline.story.rules import Rules
from tests.search.indexing import BORN, from_text, index_stories, story

pytestmark = pytest.mark.stack

TEXTS = {
    "ar-to-moscow": "زيارة\n\nعقد الوفد محادثات وعاد لموسكو مساء بعد رحلة طويلة.",
    "ar-in-moscow": "مؤتمر\n\nيعقد الخبراء مؤتمرا بموسكو الأسبوع المقبل.",
    "ar-moscow": "حبوب\n\nقالت موسكو إن صادرات القمح ارتفعت هذا العام.",
    "ar-pyongyang": "كوريا\n\nعاد الوفد لبيونغ يانغ مساء الثلاثاء بعد زيارة استمرت يومين.",
    "ar-potato": "أسعار\n\nارتفعت أسعار الخضار وقال مزارع إن بطاطس هذا العام قليلة.",
    "ar-missiles": "تجربة\n\nأطلق الجيش تجربة بصواريخ جديدة فوق البحر، وفق بيان عسكري.",
    "ar-putin": "قمة\n\nأعلن الرئيس الروسي فلاديمير بوتين أن القمة أرجئت أسبوعا.",
    "en-putin": "Summit put off\n\nASTANA (WSP) - President Vladimir Putin said the summit was put off by a week.",
    "fr-putin": "Sommet\n\nASTANA (WSP) - Le président russe Vladimir Poutine a dit que le sommet était reporté.",
    "ru-putin": "Саммит\n\nАСТАНА (WSP) - Президент Владимир Путин заявил, что саммит отложен на неделю.",
    "en-died": "Actor\n\nLONDON (WSP) - The actor Tom Marlin has died at the age of 80, his family said on Monday.",
    "en-not-died": "Doctor\n\nLONDON (WSP) - He has not died, the hospital said on Monday. A man died in Kent.",
    "fr-declared": "Réforme\n\nPARIS (WSP) - Le porte-parole de l'Élysée a déclaré mardi que la réforme attendrait.",
    "fr-to-declare": "Impôts\n\nPARIS (WSP) - Il y a des revenus à déclarer avant mardi, rappelle le ministère.",
    "en-elysee": "Palace\n\nPARIS (WSP) - Reporters waited outside the Elysee palace on Tuesday for the new minister.",
    "en-negotiations": "Talks\n\nVIENNA (WSP) - Negotiators met for a third day, and the negotiations go on.",
    "ru-spruce": "Лес\n\nМОСКВА (WSP) - В парке посадили ёлку, и дети смотрели, как её украшают.",
    "fa-book": "کتاب\n\nتهران (WSP) - نمایشگاه کتاب در تهران گشایش یافت و مردم از آن بازدید کردند.",
    "de-floods": "Hochwasser\n\nWIEN (WSP) - Die Hochwasser in den Städten gingen zurück, sagte der Minister.",
}


class Asking:
    """Searches as `wire search` does."""

    def __init__(self, client: Elasticsearch, settings: Settings) -> None:
        self._client = client
        self._names = Names(settings.index_prefix)

    def page(self, query: str, *, names: bool = True, **request: object) -> Page:
        """All that a query finds."""
        known = load_known_names() if names else None
        return search_stories(self._client, self._names, Request(query, **{"size": 100, **request}), known)  # type: ignore[arg-type]  # options of a test

    def uris(self, query: str, **request: object) -> set[str]:
        """Short names of the stories that a query finds."""
        return {one.uri.removeprefix("urn:wire:test:") for one in self.page(query, **request).found}  # type: ignore[arg-type]  # options of a test

    def similar(self, uri: str) -> Page | None:
        """Stories like one."""
        return similar_stories(self._client, self._names, uri, Request(), None)


@pytest.fixture(scope="module")
def ask(library: Settings, client: Elasticsearch, rules: Rules) -> Asking:
    """The texts, indexed."""
    index_stories(library, [from_text(rules, text, name) for name, text in TEXTS.items()])
    return Asking(client, library)


MOSCOW = {"ar-moscow", "ar-in-moscow", "ar-to-moscow"}
PUTIN = {"ar-putin", "en-putin", "fr-putin", "ru-putin"}
QUESTIONS: list[tuple[str, set[str]]] = [
    ("بيونغ يانغ", {"ar-pyongyang"}),
    ("لبيونغ يانغ", {"ar-pyongyang"}),
    ("بيونغيانغ", {"ar-pyongyang"}),
    ('"بيونغ يانغ"', {"ar-pyongyang"}),
    ("صواريخ", {"ar-missiles"}),
    ("الصواريخ", {"ar-missiles"}),
    ("بطاطس", {"ar-potato"}),
    ("طاطس", set()),
    ("Putin", PUTIN),
    ("Poutine", PUTIN),
    ("بوتين", PUTIN),
    ("Путин", PUTIN),
    ("Wladimir Putin", PUTIN),
    ('"Putin"', {"en-putin"}),
    ("Putin -summit", PUTIN - {"en-putin"}),
    ('"has died"', {"en-died"}),
    ('"HAS DIED"', {"en-died"}),
    ('"died has"', set()),
    ("« a déclaré »", {"fr-declared"}),
    ('"a declare"', {"fr-declared"}),
    ('"à déclarer"', {"fr-to-declare"}),
    ("Elysee", {"fr-declared", "en-elysee"}),
    ("Élysée", {"fr-declared", "en-elysee"}),
    ("ÉLYSÉE", {"fr-declared", "en-elysee"}),
    ('"Elysee a declare mardi"', {"fr-declared"}),  # an apostrophe parts words
    ('"l\N{RIGHT SINGLE QUOTATION MARK}Élysée a déclaré"', {"fr-declared"}),
    ('"elysees a déclaré"', set()),
    ("елку", {"ru-spruce"}),
    ('"ее украшают"', {"ru-spruce"}),
    ('"نمايشگاه كتاب"', {"fa-book"}),  # typed with Arabic's yeh and kaf
    ("negotiation", {"en-negotiations"}),
    ("negoti*", {"en-negotiations"}),
    ("негоци*", set()),
    ("stadt", {"de-floods"}),
    ("hochwasser minister", {"de-floods"}),
    ("the minister of the palace", {"en-elysee"}),
    ("hochwasser OR negotiators", {"de-floods", "en-negotiations"}),
    ("(hospital OR palace) minister", {"en-elysee"}),
    ("hospital palace", set()),
    ("language:de", {"de-floods"}),
    ("headline:summit", {"en-putin"}),
    ("headline:minister", set()),
    ("text:minister", {"de-floods", "en-elysee", "fr-to-declare"}),  # ministère, by its stem
    ("astana", PUTIN - {"ar-putin"}),
    ("Vienna", {"en-negotiations", "de-floods"}),
    ("place:Astana", {"en-putin", "fr-putin", "ru-putin"}),
    ("person:بوتين", PUTIN),
    ("id:wd:Q7747", PUTIN),
    ("uri:urn:wire:test:en-di*", {"en-died"}),
    ("*", set(TEXTS)),
    ("", set(TEXTS)),
]


def test_every_question_finds_exactly_its_stories(ask: Asking) -> None:
    found = {query: ask.uris(query) for query, _ in QUESTIONS}
    assert found == dict(QUESTIONS)
    assert {query: ask.uris(query, names=False) for query in ("موسكو", "بموسكو", "لموسكو")} == {
        "موسكو": MOSCOW,
        "بموسكو": {"ar-in-moscow"},  # letters only, and what remains isn't in the list of words
        "لموسكو": {"ar-to-moscow"},
    }
    assert all(ask.uris(query) >= MOSCOW for query in ("موسكو", "بموسكو", "لموسكو", "Moscow"))
    assert ask.uris("Putin", names=False) == {"en-putin"}


def test_whatever_matches_is_marked_in_the_text_that_people_read(ask: Asking) -> None:
    def marked(query: str, uri: str) -> str:
        (one,) = [found for found in ask.page(query).found if found.uri.endswith(uri)]
        return " ".join([one.headline_marked or "", *one.highlights])

    expected = {
        ("موسكو", "ar-to-moscow"): "لموسكو",
        ("موسكو", "ar-in-moscow"): "بموسكو",
        ("صواريخ", "ar-missiles"): "بصواريخ",
        ('"has died"', "en-died"): "has died",
        ("negotiation", "en-negotiations"): "negotiations",
        ("negoti*", "en-negotiations"): "Negotiators",
        ("Putin", "ar-putin"): "فلاديمير بوتين",
        ("Putin", "ru-putin"): "Владимир Путин",
        ("Elysee", "fr-declared"): "Élysée",
        ("palais OR élysée", "en-elysee"): "Elysee",
        ("stadt", "de-floods"): "Städten",
        ("summit -oil", "en-putin"): "Summit",
    }
    for (query, uri), words in expected.items():
        shown = marked(query, uri)
        pieces = [piece.split(CLOSE)[0] for piece in shown.split(OPEN)[1:]]
        assert any(words in piece or piece in words for piece in pieces), (query, shown)
    assert OPEN not in marked("*", "en-died").replace(OPEN + "A", ""), "a search for everything marks nothing"


def test_filters_narrow_by_any_of_their_values(ask: Asking) -> None:
    assert ask.uris("", filters=Filters(language=("fa", "de"))) == {"fa-book", "de-floods"}
    assert ask.uris("", filters=Filters(person=("Путин",), language=("en",))) == {"en-putin"}
    assert ask.uris("", filters=Filters(place=("لندن",))) == {"en-died", "en-not-died"}
    assert ask.uris("", filters=Filters(feed=("other",))) == set()
    assert ask.uris("minister", filters=Filters(since=BORN + timedelta(hours=1))) == set()
    assert ask.uris("", filters=Filters(since=BORN, until=BORN + timedelta(seconds=1))) == set(TEXTS)


def test_facets_count_all_that_match_and_not_only_what_is_shown(ask: Asking) -> None:
    page = ask.page("Putin", size=1, facets=True)
    assert page.total == 4
    assert dict(page.facets["language"]) == {"ar": 1, "en": 1, "fr": 1, "ru": 1}
    assert dict(page.facets["people"])["Vladimir Putin"] == 4


@pytest.mark.parametrize(("typed", "meant"), [("negotiatons vienna", "negotiations vienna"), ("minster", "minister")])
def test_a_misspelt_word_is_mended_where_that_finds_something(ask: Asking, typed: str, meant: str) -> None:
    assert ask.page(typed).suggestion == meant


@pytest.mark.parametrize("typed", ["xqzzkvw", "negotiatons tuesday hochwasser", "oil NOT oil"])
def test_nothing_is_suggested_that_finds_nothing(ask: Asking, typed: str) -> None:
    assert ask.page(typed).suggestion is None


def test_similar_stories_come_in_every_language(ask: Asking) -> None:
    page = ask.similar("urn:wire:test:en-putin")
    assert page is not None
    assert PUTIN - {"en-putin"} <= {one.uri.removeprefix("urn:wire:test:") for one in page.found}
    assert "urn:wire:test:en-putin" not in {one.uri for one in page.found}
    assert ask.similar("urn:wire:test:nowhere") is None


def test_order_is_by_time_or_by_relevance(searchable: Settings, client: Elasticsearch) -> None:
    ask = Asking(client, searchable)
    old, new = BORN, BORN + timedelta(hours=2)
    index_stories(
        searchable,
        [
            story("about", headline="Floods in the valley", body_text="Floods.", versioncreated=old),
            story("aside", body_text="A long text on taxes that names floods once, at its end.", versioncreated=new),
        ],
    )
    assert [one.uri for one in ask.page("floods").found] == ["about", "aside"]
    assert [one.uri for one in ask.page("floods", order="time").found] == ["aside", "about"]
    assert [one.uri for one in ask.page("floods", order="oldest").found] == ["about", "aside"]


def test_readers_see_nothing_killed_withheld_or_embargoed_and_operators_see_all(
    searchable: Settings, client: Elasticsearch
) -> None:
    ask = Asking(client, searchable)
    hidden = {
        "killed": {"pubstatus": "canceled"},
        "withheld": {"pubstatus": "withheld"},
        "held": {"embargoed": HELD},
        "embargoed": {"embargoed": BORN + timedelta(days=36_500)},
    }
    index_stories(
        searchable,
        [story("open", embargoed=BORN), *(story(uri, body_text="Secretwords.", **one) for uri, one in hidden.items())],  # type: ignore[arg-type]  # fields of a test
    )
    assert ask.uris("") == {"open"}
    assert ask.uris("secretwords") == set()
    assert ask.page("secretwrods").suggestion is None, "a suggestion would tell what stands in a hidden story"
    assert ask.similar("embargoed") is None
    assert ask.uris("", everything=True) == {"open", *hidden}
    status = {one.uri: (one.pubstatus, one.embargoed) for one in ask.page("", everything=True).found}
    assert status["killed"] == ("canceled", None)
    assert status["held"][1] == "9999-12-31T23:59:59Z"


def test_a_megabyte_of_text_is_found_and_marked_like_any_other(searchable: Settings, client: Elasticsearch) -> None:
    index_stories(searchable, [story("long", body_text="Floods rose. " + "and so on " * 110_000)])
    (one,) = Asking(client, searchable).page("floods").found
    assert isinstance(one, Found)
    assert f"{OPEN}Floods{CLOSE}" in one.highlights[0]


def test_a_query_that_can_not_be_read_asks_nothing(ask: Asking) -> None:
    with pytest.raises(QueryError):
        ask.page('"open')
