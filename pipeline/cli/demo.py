"""`wire demo`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC
from pathlib import Path
from typing import Annotated, Any

import typer
from elasticsearch import Elasticsearch
from rich.console import Console

from pipeline.cli.found import table
from pipeline.intake.files import raw_from_file, walk
from pipeline.kafka.producer import RawProducer
from pipeline.kafka.reading import read_to_end
from pipeline.kafka.setup import setup_topics
from pipeline.search.client import connect
from pipeline.search.known_names import load_known_names
from pipeline.search.names import Names
from pipeline.search.request import Request
from pipeline.search.results import search_stories
from pipeline.search.setup import setup_search
from pipeline.settings import Settings
from pipeline.stack import Stack, StackConfig
from pipeline.stack.server import guarded
from pipeline.story.headers import Origin
from pipeline.topics import RAW, REJECTED, STORIES

QUERIES = ("موسكو", "Putin")
DEADLINE_SECONDS = 120
SAMPLES = Path(__file__).parents[2] / "samples" / "feed"

console = Console()


def demo(
    folder: Annotated[Path, typer.Option(help="Sample feed: a folder for each feed.")] = SAMPLES,
) -> None:
    """Run the main job on the sample feed, end to end, on an embedded stack of its own that goes afterwards.

    Exit codes: 0 everything that went in was indexed or refused, and the searches found something; 1 not so.

    Example:  wire demo
    """
    with (
        tempfile.TemporaryDirectory(prefix="wire-demo-") as place,
        Stack(StackConfig(data=Path(place), quick=True)) as stack,
    ):
        settings = Settings(
            kafka_bootstrap=stack.bootstrap_servers,
            elasticsearch_url=stack.elasticsearch_url,
            topic_prefix="",
            index_prefix="",
            topic_partitions=4,
            work_folder=Path(place) / "work",
        )
        for sentence in (*setup_topics(settings), *setup_search(settings)):
            console.print(sentence, highlight=False)
        with _workers(settings), connect(settings) as client:
            sent = _produce(folder, settings)
            well = _all_final(settings, client, sent) and _found(client)
    console.print(_how_to_go_on(), highlight=False, soft_wrap=True)
    raise typer.Exit(0 if well else 1)


def _workers(settings: Settings) -> AbstractContextManager[int]:
    chosen = {f"WIRE_{name.upper()}": str(getattr(settings, name)) for name in settings.model_fields_set}
    return guarded([sys.executable, "-m", "pipeline.cli", "worker"], {**os.environ, **chosen})


def _produce(folder: Path, settings: Settings) -> int:
    paths = list(walk([folder]))
    failed: list[Exception] = []
    with RawProducer(settings) as producer:
        for path in paths:
            raw = raw_from_file(path, feed=path.parent.name)
            producer.send(raw, raw.headers.uri or path.stem, lambda error: failed.append(error) if error else None)
        producer.flush()
    console.print(f"\n[bold]{len(paths)} files went in[/], {len(failed)} were not confirmed by Kafka")
    console.print("  " + _counts(path.parent.name for path in paths), highlight=False)
    return len(paths) - len(failed)


def _all_final(settings: Settings, client: Elasticsearch, sent: int) -> bool:
    """Wait until every transmission is accounted for in the index or in `wire.rejected`, and say what became of it."""
    names = Names(settings.index_prefix)
    deadline = time.monotonic() + DEADLINE_SECONDS
    while time.monotonic() < deadline:
        came = {Origin(RAW.name, r.partition, r.offset) for r in read_to_end(settings, RAW)}
        stories = list(read_to_end(settings, STORIES))
        rejected = list(read_to_end(settings, REJECTED))
        done = {dict(r.headers).get("raw", b"").decode() for r in stories}
        done |= {dict(r.headers)["origin"].decode() for r in rejected}
        client.indices.refresh(index=names.operators)
        indexed = client.count(index=names.operators)["count"]
        if len(came) == sent and {str(origin) for origin in came} <= done and indexed == len({r.key for r in stories}):
            _show(client, names, indexed, rejected)
            return True
        time.sleep(0.3)
    console.print(f"[red]not everything was final within {DEADLINE_SECONDS} s[/]")
    return False


def _show(client: Elasticsearch, names: Names, indexed: int, rejected: list[Any]) -> None:
    fields = ["uri", "language", "pubstatus", "embargoed"]
    hits = client.search(index=names.operators, size=1000, source_includes=fields)["hits"]["hits"]
    visible = {hit["_id"] for hit in client.search(index=names.readers, size=1000, source=False)["hits"]["hits"]}
    console.print(f"[bold]{indexed} stories are indexed[/]: a second version took the place of the first")
    console.print("  " + _counts(hit["_source"]["language"] for hit in hits), highlight=False)
    console.print(f"[bold]{len(visible)} of them are for readers[/]; not for them:")
    for hit in hits:
        if hit["_id"] not in visible:
            story = hit["_source"]
            why = f"embargoed until {story['embargoed']}" if story.get("embargoed") else story["pubstatus"]
            console.print(f"  {story['uri']}: {why}", highlight=False)
    console.print(f"[bold]{len(rejected)} refused[/], kept in {REJECTED.name} with all bytes and the reason:")
    for record in rejected:
        facts = {name: value.decode("utf-8", "replace") for name, value in record.headers}
        console.print(
            f"  {facts.get('uri')}: {facts['reason']} at {facts['stage']}: {facts['detail']}", highlight=False
        )


def _counts(names: Iterable[str]) -> str:
    """`ar 12, de 3`: how often each comes."""
    return ", ".join(f"{name} {count}" for name, count in sorted(Counter(names).items()))


def _how_to_go_on() -> str:
    wire = "wire" if shutil.which("wire") else os.path.relpath(sys.argv[0])
    return (
        "\n[bold]To go on[/]\n"
        f"  {wire} up                                  servers and workers, until Ctrl-C; then, beside it:\n"
        f"  {wire} produce samples/feed --feed demo    files, folders or standard input\n"
        f"  {wire} search موسكو                        what readers find\n"
        f"  {wire} --help                              all else"
    )


def _found(client: Elasticsearch) -> bool:
    well = True
    for query in QUERIES:
        found = search_stories(client, Names(), Request(query, size=3), load_known_names()).found
        console.print(f"\n[bold]wire search {query}[/]")
        console.print(table(found, UTC))
        well = well and bool(found)
    return well
