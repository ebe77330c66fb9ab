"""Back to the index that the live one replaced.

Guarantee: that of `exchange`: the old index gets every story that came since, before readers see it again; a kill that
came meanwhile is not undone. The rules' generation is not compared, as taking newer rules back is what it is for.
"""

from __future__ import annotations

from elasticsearch import Elasticsearch

from pipeline.failure import OperatorError
from pipeline.replay.dead_letters import Known
from pipeline.replay.exchange import Exchange
from pipeline.replay.pool import Pool
from pipeline.replay.ranges import whole
from pipeline.replay.reading import bounds
from pipeline.replay.run import note_positions
from pipeline.replay.state import Order
from pipeline.replay.tally import Tally
from pipeline.replay.terms import Terms, Watch
from pipeline.replay.worker import Job, Moved
from pipeline.search import promotion
from pipeline.search.names import MAPPING_VERSION, Names
from pipeline.settings import Settings
from pipeline.story.identity import GENERATIONS
from pipeline.topics import STORIES


def roll_back(settings: Settings, terms: Terms, client: Elasticsearch, watch: Watch) -> dict[str, str | int]:
    """Make the index live again that the live one replaced, after it has what came since.

    Returns names and counts for the summary; raises OperatorError.
    """
    names = Names(settings.index_prefix)
    live = promotion.live_index(client, names)
    noted = promotion.promotion_of(client, live)
    if noted is None or not client.indices.exists(index=noted.replaced):
        raise OperatorError(f"{live} replaced no index that is still there; there is nothing to go back to")
    old = noted.replaced
    if (version := promotion.mapping_version(client, old)) != MAPPING_VERSION:
        raise OperatorError(
            f"{old} has mapping version {version}, this release writes version {MAPPING_VERSION}. "
            "Run --rollback, and the workers after it, by the release that made it."
        )
    promotion.reopen_building(client, old)
    ranges = whole(
        {
            p: (min(max(begin, noted.positions.get(str(p), begin)), end), end)
            for p, (begin, end) in bounds(settings, STORIES).items()
        }
    )
    order = Order(source="stories", into=old)
    job = Job(
        settings=settings,
        order=order,
        action="index",
        target=promotion.building_alias(old),
        known=Known(),
        writes_letters=False,
    )
    tally = Tally()
    with Pool(job, terms.processes, terms.rate) as pool:

        def catch_up() -> None:
            for one, fresh in zip(ranges, whole(bounds(settings, STORIES)), strict=True):
                one.end = max(one.end, fresh.end)

            def moved(report: Moved) -> None:
                tally.add(report.tally)
                note_positions(ranges, report)

            pool.read(ranges, moved)

        catch_up()
        watch.say(f"{old} has the {tally.indexed} stories now that came since {live} replaced it")
        Exchange(settings, client, live, old, catch_up, watch.say, terms.may_miss, scale=GENERATIONS).run()
    return {"live": old, "was_live": live, "caught_up": tally.indexed}
