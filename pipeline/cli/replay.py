"""`wire replay`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
import typer
from elasticsearch import ApiError, TransportError

from pipeline.cli.replay_options import (
    Afresh,
    Agency,
    Discard,
    DryRun,
    Examples,
    Feed,
    Form,
    Into,
    Json,
    Language,
    MayMiss,
    Offsets,
    Processes,
    Promote,
    Rate,
    Resume,
    Rollback,
    Since,
    Source,
    Until,
    Uri,
    What,
)
from pipeline.cli.replay_report import Summary, print_forecast, print_summary, summary_of_forecast, summary_of_run
from pipeline.cli.times import window_of
from pipeline.cli.watching import Watching
from pipeline.console import errors
from pipeline.failure import OperatorError
from pipeline.replay.ranges import spans_of
from pipeline.replay.selection import Filters
from pipeline.replay.state import Order, StateFile, folder_of
from pipeline.replay.terms import Terms
from pipeline.search import promotion
from pipeline.search.client import connect
from pipeline.search.names import Names
from pipeline.settings import settings

STOPPED = 130


def replay(  # noqa: PLR0913  # one parameter an option: that is how typer reads a command line
    source: What,
    since: Since = None,
    until: Until = None,
    offsets: Offsets = None,
    feed: Feed = None,
    language: Language = None,
    uri: Uri = None,
    form: Form = None,
    agency: Agency = None,
    dry_run: DryRun = False,
    examples: Examples = 5,
    into: Into = None,
    promote: Promote = False,
    may_miss: MayMiss = 0,
    rollback: Rollback = False,
    discard: Discard = False,
    processes: Processes = 1,
    rate: Rate = 0,
    resume: Resume = False,
    afresh: Afresh = False,
    json: Json = False,
) -> None:
    """Send what a topic holds through the pipeline again, beside the live feed and without touching its offsets.

    Versions decide: nothing newer is overwritten, nothing killed comes back. Look first, with --dry-run.
    raw into the live index goes by way of wire.stories, so workers must run; stories, and --into, write to the index.

    Exit codes: 0 done (or forecast); 1 done, and stories were refused that had no dead letter before; 2 wrong use;
    3 only an operator can mend it, or a promotion was refused; 130 stopped by Ctrl-C, to be resumed.

    Examples:

      wire replay raw --dry-run --since 7d

      wire replay raw --feed afp-ar --processes 2 --rate 500

      wire replay stories --into stories-v1-2 --promote

      wire replay stories --rollback
    """
    filters = Filters(
        feeds=feed or [], languages=language or [], uris=uri or [], formats=form or [], agencies=agency or []
    )
    order = Order(
        source=source.value, into=into, filters=filters, window=window_of(since, until), offsets=_offsets(offsets)
    )
    _hold_options_together(order, promote=promote, rollback=rollback, discard=discard, dry_run=dry_run)
    how = Terms(
        processes=processes,
        rate=rate,
        resume=resume,
        afresh=afresh,
        promote=promote,
        may_miss=may_miss,
        examples=examples,
    )
    what = _discard if discard else _roll_back if rollback else _forecast if dry_run else _replay
    with _elasticsearch_asked():
        raise typer.Exit(what(order, how, json))


@contextmanager
def _elasticsearch_asked() -> Iterator[None]:
    try:
        yield
    except (ApiError, TransportError) as error:
        raise OperatorError(
            f"Elasticsearch at {settings().elasticsearch_url} can't be asked: {error}. "
            "Go on with --resume when it is back."
        ) from error


def _replay(order: Order, how: Terms, json: bool) -> int:
    from pipeline.replay.run import Replay  # noqa: PLC0415  # loads the core; `wire --help` stays quick

    began = time.monotonic()
    with Watching() as watch, connect(settings()) as client:
        state = Replay(settings(), order, how, client, watch).run()
    told = summary_of_run(state, time.monotonic() - began)
    _tell(told, json, print_summary)
    if watch.stopped and state.unfinished:
        errors.print("stopped; go on with --resume")
        return STOPPED
    return 1 if told["rejected_new"] else 0


def _forecast(order: Order, how: Terms, json: bool) -> int:
    from pipeline.replay.run import Replay  # noqa: PLC0415  # see above

    began = time.monotonic()
    with Watching() as watch, connect(settings()) as client:
        forecast, tally = Replay(settings(), order, how, client, watch).forecast()
    _tell(summary_of_forecast(order, forecast, tally, time.monotonic() - began), json, print_forecast)
    if watch.stopped:
        errors.print("stopped: these are counts of a part only")
        return STOPPED
    return 0


def _roll_back(order: Order, how: Terms, json: bool) -> int:
    from pipeline.replay.rollback import roll_back  # noqa: PLC0415  # see above

    with Watching() as watch, connect(settings()) as client:
        told = roll_back(settings(), how, client, watch)
    _tell(told, json, lambda told: typer.echo(f"{told['live']} is live again; {told['was_live']} is kept"))
    return 0


def _discard(order: Order, how: Terms, json: bool) -> int:
    assert order.into is not None  # noqa: S101  # held before
    with connect(settings()) as client:
        held = promotion.discard(client, Names(settings().index_prefix), order.into)
    for source in Source:
        StateFile(folder_of(settings()), source.value, order.into).forget()
    told = {"deleted": order.into, "stories": held}
    _tell(told, json, lambda told: typer.echo(f"{told['deleted']} is deleted; it held {told['stories']} stories"))
    return 0


def _tell(told: Summary, json: bool, show: Callable[[Summary], None]) -> None:
    if json:
        sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
    else:
        show(told)


def _offsets(text: str | None) -> str | None:
    if text is not None:
        try:
            spans_of(text)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint="--offsets") from None
    return text


def _hold_options_together(order: Order, *, promote: bool, rollback: bool, discard: bool, dry_run: bool) -> None:
    faults = {
        "--promote needs --into": promote and order.into is None,
        "--discard needs --into": discard and order.into is None,
        "--promote needs the whole topic: no window, no offsets, no filters": promote and order.partial,
        "--offsets is a window of its own: no --since or --until beside it": bool(order.offsets and order.window),
        "--rollback, --discard and --dry-run are one thing each": sum((rollback, discard, dry_run)) > 1,
        "--rollback needs no --into: it goes back to the index that was replaced": rollback and order.into is not None,
    }
    for fault, is_one in faults.items():
        if is_one:
            raise typer.BadParameter(fault)
