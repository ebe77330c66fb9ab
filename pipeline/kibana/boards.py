"""What a newsroom and what operators see in Kibana, declared once. Pure.

Readers' objects ask the alias `stories` only, so that they work for people who may read nothing else. Rejected records
are in no index (`wire.rejected` is a topic of Kafka): the operators' dashboard says where they are, and shows what the
index does know of trouble: quality flags, held and killed stories, languages that were not told.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.kibana.charts import STORIES, By, Measure, bars_by_hour, number, places_map, table
from pipeline.kibana.dashboard import COLUMNS, Control, Panel, Row, dashboard
from pipeline.kibana.saved import Filter, Saved, data_view, note, saved_search
from pipeline.search.names import Names

ALERTS = Filter("Alerts", {"bool": {"should": [{"term": {"kind": "alert"}}, {"range": {"urgency": {"lte": 2}}}]}})
NEWS = Filter("No advisories", {"bool": {"must_not": [{"term": {"kind": "advisory"}}]}})
KILLED = Filter("Killed", {"term": {"pubstatus": "canceled"}})
HELD = Filter("Held or withheld", {"bool": {"should": [{"term": {"held": True}}, {"term": {"pubstatus": "withheld"}}]}})
EMBARGOED = Filter("Embargoed now", {"range": {"embargoed": {"gt": "now"}}})
FLAGGED = Filter("With quality flags", {"exists": {"field": "quality"}})
OTHER_LANGUAGE = Filter("Not the declared language", {"term": {"language_disagrees": True}})
UNTOLD = Filter("Language not told", {"term": {"language": "und"}})
PROBLEMS = Filter("Quality problems", {"bool": {"should": [FLAGGED.query, OTHER_LANGUAGE.query, UNTOLD.query]}})

LAST_STORY = Measure("Last story", latest="versioncreated")
SILENCE = "now-30d"
"""How far back feeds are looked for that are silent now: one that sent nothing for longer is over."""

REJECTED = """**Rejected records** are in no index: they lie in the topic `wire.rejected`, each with the original bytes.

* how many, and why: `wire rejected list`
* after a fix: `wire rejected retry`
* lag, rates and whether all is well: `wire status`
"""


@dataclass(frozen=True)
class Kibana:
    """All objects, in the files that they are kept in."""

    newsroom: tuple[Saved, ...]
    operators: tuple[Saved, ...]

    @property
    def objects(self) -> tuple[Saved, ...]:
        """All of them, each after those that it refers to."""
        return (*self.newsroom, *self.operators)

    @property
    def dashboards(self) -> tuple[Saved, ...]:
        """What a person opens."""
        return tuple(one for one in self.objects if one.type == "dashboard")


def kibana(names: Names) -> Kibana:
    """The objects for the aliases under a prefix; their ids carry it too, so that two pipelines can share a Kibana."""
    return Kibana(_newsroom(names, f"{names.prefix}wire-"), _operators(names, f"{names.prefix}wire-"))


def _newsroom(names: Names, id_: str) -> tuple[Saved, ...]:
    view = data_view(f"{id_}stories", names.readers, "Stories", "When this version of the story was made.")
    columns = ["urgency", "language", "headline", "dateline.place", "feed"]
    latest = saved_search(f"{id_}latest", "Latest stories", "Newest first, without advisories.", view, columns, (NEWS,))
    alerts = saved_search(f"{id_}alerts", "Alerts", "Alerts, and all else of urgency 1 or 2.", view, columns, (ALERTS,))
    by_hour = bars_by_hour(f"{id_}by-language", "Stories by hour and language", view, By("language", "Language"))
    how_many = number(f"{id_}count", "Stories", view)
    how_many_alerts = number(f"{id_}alert-count", "Alerts and urgent", view, (ALERTS,))
    people = table(f"{id_}people", "People", view, By("people", "Person", 15))
    organisations = table(f"{id_}organisations", "Organisations", view, By("organisations", "Organisation", 15))
    places = table(f"{id_}places", "Places", view, By("places", "Place", 15))
    on_map = places_map(f"{id_}map", "Where it happens", view, "place_points")
    silent = table(f"{id_}feeds", "Feeds, longest silent first", view, By("feed", "Feed", 30, "asc"), LAST_STORY)
    board = dashboard(
        f"{id_}newsroom",
        "Newsroom",
        "The last day of the wires. `wire setup` writes it anew: save a copy to change it.",
        view,
        (
            Row(10, (Panel(by_hour, 36), Panel(how_many, 6), Panel(how_many_alerts, 6))),
            Row(16, (Panel(alerts, 26), Panel(on_map, COLUMNS - 26))),
            Row(14, (Panel(people, 16), Panel(organisations, 16), Panel(places, 16))),
            Row(16, (Panel(latest, 34), Panel(silent, COLUMNS - 34, since=SILENCE))),
        ),
        (Control("language", "Language"), Control("countries", "Country"), Control("feed", "Feed")),
    )
    charts = (by_hour, how_many, how_many_alerts, people, organisations, places, on_map, silent)
    return (view, latest, alerts, *charts, board)


def _operators(names: Names, id_: str) -> tuple[Saved, ...]:
    view = data_view(
        f"{id_}stories-all", names.operators, "Stories, all", "Killed, withheld and embargoed stories too."
    )
    columns = ["pubstatus", "headline", "feed", "uri", "replaces"]
    kills = saved_search(f"{id_}kills", "Killed stories", "Readers don't see them.", view, columns, (KILLED,))
    held = saved_search(
        f"{id_}held",
        "Held stories",
        "Withheld by the source, or with an embargo that can't be read: a person decides.",
        view,
        ["pubstatus", "held", "headline", "ednote", "feed", "uri"],
        (HELD,),
    )
    embargoed = saved_search(
        f"{id_}embargoed", "Embargoed stories", "Not open yet.", view, ["embargoed", "headline", "feed"], (EMBARGOED,)
    )
    problems = saved_search(
        f"{id_}quality",
        "Quality problems",
        "Flagged, in another language than declared, or in none that could be told.",
        view,
        ["quality", "language", "language_declared", "headline", "feed", "uri"],
        (PROBLEMS,),
    )
    by_feed = bars_by_hour(f"{id_}by-feed", "Stories by hour and feed", view, By("feed", "Feed", 12))
    counts = (
        number(f"{id_}kill-count", "Killed", view, (KILLED,)),
        number(f"{id_}held-count", "Held", view, (HELD,)),
        number(f"{id_}embargo-count", "Embargoed now", view, (EMBARGOED,)),
    )
    flags = table(f"{id_}flags", "Quality flags", view, By("quality", "Flag", 30))
    flagged = table(f"{id_}flagged-feeds", "Feeds with most flags", view, By("feed", "Feed", 15), STORIES, (FLAGGED,))
    untold = table(f"{id_}untold", "Feeds whose language wasn't told", view, By("feed", "Feed"), STORIES, (UNTOLD,))
    other = table(
        f"{id_}other", "Feeds that declare another language", view, By("feed", "Feed"), STORIES, (OTHER_LANGUAGE,)
    )
    generations = table(
        f"{id_}generations", "Generations of the rules", view, By("generation", "Generation", type="number")
    )
    silent = table(f"{id_}all-feeds", "Feeds, longest silent first", view, By("feed", "Feed", 30, "asc"), LAST_STORY)
    rejected = note(f"{id_}rejected", "Rejected records", REJECTED)
    board = dashboard(
        f"{id_}operators",
        "Wire operators",
        "What arrives, and what is wrong with it. `wire setup` writes it anew: save a copy to change it.",
        view,
        (
            Row(10, (Panel(by_feed, 30), *(Panel(one, 6) for one in counts))),
            Row(12, (Panel(silent, 16, since=SILENCE), Panel(flags, 16), Panel(flagged, 16))),
            Row(12, (Panel(untold, 12), Panel(other, 12), Panel(generations, 12), Panel(rejected, 12))),
            Row(14, (Panel(held, 24), Panel(kills, 24))),
            Row(14, (Panel(problems, 30), Panel(embargoed, COLUMNS - 30))),
        ),
        (Control("feed", "Feed"), Control("format", "Format"), Control("quality", "Quality flag")),
    )
    searches = (kills, held, embargoed, problems)
    return (view, *searches, by_feed, *counts, flags, flagged, untold, other, generations, silent, rejected, board)
