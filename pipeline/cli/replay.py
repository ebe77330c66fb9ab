"""`wire replay`."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import msgspec
import typer
from elasticsearch import ApiError, TransportError

from pipeline.cli.replay_report import print_forecast, print_summary, summary_of_forecast, summary_of_run
from pipeline.cli.watching import Watching
from pipeline.console import errors
from pipeline.failure import OperatorError
from pipeline.replay.instant import instant_of
from pipeline.replay.ranges import spans_of
from pipeline.replay.selection import Filters, Window
from pipeline.replay.state import Order, StateFile, folder_of
from pipeline.replay.terms import Terms
from pipeline.search import promotion
from pipeline.search.client import connect
from pipeline.search.names import Names
from pipeline.settings import settings

STOPPED = 130


class Source(StrEnum):
    """What is replayed."""

    RAW = "raw"
    STORIES = "stories"


Many = list[str] | None


def replay(  # noqa: PLR0913  # one parameter an option: that is how typer reads a command line
    source: Annotated[
        Source, typer.Argument(help="raw: the bytes, by today's rules; stories: finished stories, as they are.")
    ],
    since: Annotated[
        str | None, typer.Option(help="Written to the topic from then on: 2h, 7d, or a time with its zone.")
    ] = None,
    until: Annotated[str | None, typer.Option(help="Written before then.")] = None,
    offsets: Annotated[
        str | None, typer.Option(help="partition:first-last, both included: 0:100-199,3:57,4:9-")
    ] = None,
    feed: Annotated[Many, typer.Option(help="Only this feed; may be given again, like all filters.")] = None,
    language: Annotated[Many, typer.Option(help="Only stories in this language (BCP 47).")] = None,
    uri: Annotated[Many, typer.Option(help="Only the story of this uri.")] = None,
    form: Annotated[Many, typer.Option("--format", help="Only stories of this format.")] = None,
    agency: Annotated[Many, typer.Option(help="Only stories with this credit, e.g. AFP.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would change, with examples; write nothing.")
    ] = False,
    examples: Annotated[int, typer.Option(min=0, help="Changed stories that a dry run shows.")] = 5,
    into: Annotated[str | None, typer.Option(help="Build this new index instead of writing to the live one.")] = None,
    promote: Annotated[
        bool, typer.Option("--promote", help="Then make it the live one, if everything is in it.")
    ] = False,
    may_miss: Annotated[
        int, typer.Option(min=0, help="So many stories may be missing in it; they are lost to readers.")
    ] = 0,
    rollback: Annotated[bool, typer.Option("--rollback", help="Back to the index that the live one replaced.")] = False,
    discard: Annotated[bool, typer.Option("--discard", help="Delete the index of --into, if nothing uses it.")] = False,
    processes: Annotated[int, typer.Option(min=1, help="Processes that share the partitions.")] = 1,
    rate: Annotated[float, typer.Option(min=0, help="Records a second at most, over all processes; 0: no limit.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where it was stopped, or killed.")] = False,
    afresh: Annotated[
        bool, typer.Option("--afresh", help="Forget how far a stopped replay came, and begin anew.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="The summary as one JSON object.")] = False,
) -> None:
    """Send what a topic holds through the pipeline again, beside the live feed and without touching its offsets.

    Versions decide: nothing newer is overwritten, nothing killed comes back. Look first, with --dry-run.

    raw into the live index goes by way of wire.stories, so workers must run; stories, and --into, write to the index.

    Exit codes: 0 done (or forecast); 1 done, and stories were refused that had no dead letter before; 2 wrong use;
    3 only an operator can mend it, or a promotion was refused; 130 stopped by Ctrl-C, to be resumed.

    Examples:

      wire replay raw --dry-run --since 7d

      wire replay raw --feed afp-ar --processes 2 --rate 500

      wire replay stories --into stories-v2 --promote

      wire replay stories --rollback
    """
    order = Order(
        source=source.value,
        into=into,
        filters=Filters(
            feeds=feed or [], languages=language or [], uris=uri or [], formats=form or [], agencies=agency or []
        ),
        window=_window(since, until),
        offsets=_offsets(offsets),
    )
    _hold_options_together(order, promote=promote, rollback=rollback, discard=discard, dry_run=dry_run)
    terms = Terms(
        processes=processes,
        rate=rate,
        resume=resume,
        afresh=afresh,
        promote=promote,
        may_miss=may_miss,
        examples=examples,
    )
    try:
        status = _discard(order) if discard else _roll_back(terms) if rollback else _replay(order, terms, dry_run, json)
    except (ApiError, TransportError) as error:
        raise OperatorError(
            f"Elasticsearch at {settings().elasticsearch_url} can't be asked: {error}. "
            "Go on with --resume when it is back."
        ) from error
    raise typer.Exit(status)


def _replay(order: Order, terms: Terms, dry_run: bool, json: bool) -> int:
    from pipeline.replay.run import Replay  # noqa: PLC0415  # loads the core; `wire --help` stays quick

    began = time.monotonic()
    with Watching() as watch, connect(settings()) as client:
        run = Replay(settings(), order, terms, client, watch)
        if dry_run:
            forecast, tally = run.forecast()
            told = summary_of_forecast(order, forecast, tally, time.monotonic() - began)
        else:
            state = run.run()
            told = summary_of_run(state, time.monotonic() - began)
        stopped = watch.stopped
    if json:
        sys.stdout.buffer.write(msgspec.json.encode(told) + b"\n")
    elif dry_run:
        print_forecast(told)
    else:
        print_summary(told)
    if stopped:
        errors.print("stopped; go on with --resume" if not dry_run else "stopped: these are counts of a part only")
        return STOPPED
    return 1 if not dry_run and told["rejected_new"] else 0


def _roll_back(terms: Terms) -> int:
    from pipeline.replay.rollback import roll_back  # noqa: PLC0415  # see above

    with Watching() as watch, connect(settings()) as client:
        roll_back(settings(), terms, client, watch)
    return 0


def _discard(order: Order) -> int:
    assert order.into is not None  # noqa: S101  # held before
    with connect(settings()) as client:
        held = promotion.discard(client, Names(settings().index_prefix), order.into)
    for source in Source:
        StateFile(folder_of(settings()), source.value, order.into).forget()
    typer.echo(f"{order.into} is deleted; it held {held} stories")
    return 0


def _window(since: str | None, until: str | None) -> Window:
    now = datetime.now(UTC)
    edges: dict[str, int] = {}
    for name, text in (("since", since), ("until", until)):
        if text is None:
            continue
        try:
            read = instant_of(text, now)
        except ValueError as error:
            raise typer.BadParameter(str(error), param_hint=f"--{name}") from None
        if read.zone_assumed:
            errors.print(
                f"--{name} {text} has no zone: it is taken as UTC, {read.at:%Y-%m-%d %H:%M:%S}Z", highlight=False
            )
        edges[name] = read.epoch_ms
    window = Window(**edges)
    if window.since is not None and window.until is not None and window.since >= window.until:
        raise typer.BadParameter("it ends before it begins", param_hint="--until")
    return window


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
