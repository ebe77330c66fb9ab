"""Sixty running events told in four stages each, and stories that look as if they belonged and don't. All made up.

An event is a row of words for the places of its kind's four templates: alert, urgent, lead, wrap. The truth about who
belongs to whom is known because it is how they were made. Every third event has no slug, as plain-text feeds send it.
"""

# ruff: noqa: E501  # texts of stories, one a line

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from msgspec import structs

from pipeline.story.identity import version_of
from pipeline.story.model import Story
from pipeline.story.rules import Rules
from tests.search.indexing import from_text
from tests.search.series_events import KINDS

START = datetime(2026, 10, 5, 6, 0, tzinfo=UTC)
AFTER = (timedelta(0), timedelta(minutes=9), timedelta(minutes=55), timedelta(hours=5))
"""When alert, urgent, lead and wrap are sent, after the first of them."""
STAGES = ("alert", "urgent", "lead", "wrap")


MARKETS = (
    (
        "Tokyo stocks {0}\n\nTOKYO (WSP) - Tokyo stocks {0} on {1} as traders watched the yen, with the index ending at {2} points.",
        "japan-stocks-close",
    ),
    (
        "Wall Street {0}\n\nNEW YORK (WSP) - Wall Street stocks {0} on {1} as investors awaited earnings, with the index ending at {2} points.",
        "us-stocks-close",
    ),
)
RESULTS = "{0} beat {1} {2} in league\n\n{3} (WSP) - {0} beat {1} {2} in the first division on Saturday, goals from {4} and {5} deciding the match."


@dataclass(frozen=True)
class Told:
    """A story, and the event that it tells."""

    story: Story
    event: str


def told(rules: Rules) -> list[Told]:
    """The whole set: the chains, then the traps, each trap an event of its own."""
    return [*_chains(rules), *_traps(rules)]


def _chains(rules: Rules) -> Iterator[Told]:
    number = 0
    for kind in KINDS:
        for event in kind.events:
            begins = START + timedelta(hours=7 * number)
            slug = None if number % 3 == 2 else "-".join(filter(None, (event[1], kind.name.split("-")[0], event[0])))
            for stage, template, after in zip(STAGES, kind.templates, AFTER, strict=True):
                name = f"{kind.name}-{number}-{stage}"
                marked = slug and {"urgent": f"{slug}-urgent", "lead": f"{slug},lead", "wrap": f"{slug}-3rdlead"}.get(
                    stage, slug
                )
                made = _sent(rules, name, kind.feed, template.format(*event), begins + after, marked)
                yield Told(made, f"{kind.name}-{number}")
            number += 1


def _traps(rules: Rules) -> Iterator[Told]:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    moves = ("edge up", "close lower", "rebound", "slip", "end flat")
    for template, slug in MARKETS:  # the same form every day, under the same slug
        for at, (day, move) in enumerate(zip(days, moves, strict=True)):
            text = template.format(move, day, 38_000 + 217 * at)
            name = f"{slug}-{at}"
            yield Told(_sent(rules, name, "wsp-en", text, START + timedelta(days=at, hours=14), slug), name)
    games = (
        ("Valverde CF", "Real Costanera", "2-1", "Bilbao", "Ortuza", "Mendaro"),
        ("Harbour Town", "Northgate United", "3-0", "Newcastle", "Whitby", "Collingson"),
        ("FC Altstadt", "SC Rheinau", "1-0", "Mannheim", "Brandtner", "Kolbe"),
        ("Stade Corbier", "Olympique Rivage", "4-2", "Marseille", "Delmare", "Fournet"),
    )
    for at, game in enumerate(games):  # one form and one slug for many matches of an evening
        created = START + timedelta(days=2, minutes=12 * at)
        yield Told(
            _sent(rules, f"game-{at}", "wsp-en", RESULTS.format(*game), created, "football-league"), f"game-{at}"
        )
    for at, (text, slug, hours) in enumerate(_ALONE):
        yield Told(_sent(rules, f"alone-{at}", "wsp-en", text, START + timedelta(hours=hours), slug), f"alone-{at}")


_ALONE = (
    # The slug of a chain, minutes after it, another event.
    (
        "Peru central bank holds rates\n\nLIMA (WSP) - The central bank of Peru held its interest rate on Monday, citing weak growth.",
        "Peru-accident-Cusco",
        1,
    ),
    (
        "Lorry drivers in Cusco end blockade\n\nCUSCO, Peru (WSP) - Lorry drivers lifted a blockade of the road to Cusco on Monday after talks with the governor.",
        "Peru-accident-Cusco",
        2,
    ),
    (
        "Bangladesh opens river port\n\nCHITTAGONG, Bangladesh (WSP) - Bangladesh opened a new river port in Chittagong on Monday, hoping to ease congestion.",
        "Bangladesh-accident-Chittagong",
        8,
    ),
    (
        "Nairobi matatu crews strike\n\nNAIROBI, Kenya (WSP) - Minibus crews in Nairobi stopped work on Tuesday in protest at new fees.",
        "Kenya-attack-Nairobi",
        57,
    ),
    # The same city and hour as a chain without a slug.
    (
        "Museum reopens in Ankara\n\nANKARA, Turkey (WSP) - The museum of Anatolian civilisations in Ankara reopened on Monday after restoration.",
        None,
        15,
    ),
    (
        "Turkey's lira steady as Ankara trims taxes\n\nANKARA, Turkey (WSP) - The Turkish lira was steady on Monday after the government in Ankara trimmed fuel taxes.",
        None,
        16,
    ),
    (
        "Nairobi marathon won by debutant\n\nNAIROBI, Kenya (WSP) - Debutant Peter Kiprotel won the Nairobi marathon on Tuesday in hot conditions.",
        None,
        57,
    ),
    # The same kind of event in another place, at the same time, without a slug.
    (
        "12 dead as a minibus plunged into a canal near Izmir\n\nIZMIR, Turkey (WSP) - At least 12 people were killed on Monday when a minibus plunged into a canal near Izmir, police said.",
        None,
        15,
    ),
    ("Two killed when a train hit a car near Konya, Turkey: police", None, 14),
    # About the chain, and for editors.
    (
        "Advisory: coverage of Cusco bus crash\n\nWe plan text and photos of the bus crash near Cusco, Peru, on Monday. Editors may contact the desk.",
        "Peru-accident-Cusco",
        3,
    ),
    # The same place a day later.
    (
        "Cusco mourns bus crash victims\n\nCUSCO, Peru (WSP) - Thousands attended funerals in Cusco on Wednesday for victims of the tourist bus that plunged into a ravine.",
        "Peru-funerals",
        50,
    ),
)


def _sent(rules: Rules, name: str, feed: str, text: str, created: datetime, slug: str | None) -> Story:
    made = from_text(rules, text, name, feed)
    advisory = {"kind": "advisory"} if text.startswith("Advisory") else {}
    return structs.replace(made, versioncreated=created, version=version_of(created), slugline=slug, **advisory)
