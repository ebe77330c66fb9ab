"""`wire demo`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from elasticsearch import Elasticsearch
from rich.console import Console

from pipeline.cli.search import table
from pipeline.intake.files import raw_from_file, walk
from pipeline.kafka.producer import RawProducer
from pipeline.kafka.reading import read_to_end
from pipeline.kafka.setup import setup_topics
from pipeline.search.client import connect
from pipeline.search.names import Names
from pipeline.search.query import Filters, search_stories
from pipeline.search.setup import setup_search
from pipeline.settings import Settings
from pipeline.stack import Stack, StackConfig
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
    with tempfile.TemporaryDirectory(prefix="wire-demo-") as place, Stack(StackConfig(data=Path(place))) as stack:
        settings = Settings(
            kafka_bootstrap=stack.bootstrap_servers,
            elasticsearch_url=stack.elasticsearch_url,
            topic_partitions=4,
            work_folder=Path(place) / "work",
        )
        for sentence in (*setup_topics(settings), *setup_search(settings)):
            console.print(sentence, highlight=False)
        with _workers(settings), connect(settings) as client:
            sent = _produce(folder, settings)
            well = _all_final(settings, client, sent) and _found(client)
    console.print(
        "To go on: `wire up` in one terminal; `wire produce samples/feed --feed demo` and `wire search …` in another."
    )
    raise typer.Exit(0 if well else 1)


@contextmanager
def _workers(settings: Settings) -> Iterator[None]:
    chosen = {f"WIRE_{name.upper()}": str(getattr(settings, name)) for name in settings.model_fields_set}
    workers = subprocess.Popen([sys.executable, "-m", "pipeline.cli", "worker"], env={**os.environ, **chosen})
    try:
        yield
    finally:
        workers.terminate()
        workers.wait()


def _produce(folder: Path, settings: Settings) -> int:
    paths = list(walk([folder]))
    failed: list[Exception] = []
    with RawProducer(settings) as producer:
        for path in paths:
            raw = raw_from_file(path, feed=path.parent.name)
            producer.send(raw, raw.headers.uri or path.stem, lambda error: failed.append(error) if error else None)
        producer.flush()
    console.print(f"[bold]{len(paths)} files went in[/], {len(failed)} were not confirmed by Kafka")
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
    visible = client.count(index=names.readers)["count"]
    console.print(f"[bold]{indexed} stories are indexed[/], {visible} of them for readers (usable, not embargoed)")
    console.print(f"[bold]{len(rejected)} refused[/], with their bytes and the reason:")
    for record in rejected:
        facts = {name: value.decode("utf-8", "replace") for name, value in record.headers}
        console.print(
            f"  {facts.get('uri')}: {facts['reason']} at {facts['stage']}: {facts['detail']}", highlight=False
        )


def _found(client: Elasticsearch) -> bool:
    well = True
    for query in QUERIES:
        found = search_stories(client, Names(), query, Filters(), size=3)
        console.print(f"\n[bold]wire search {query}[/]")
        console.print(table(found))
        well = well and bool(found)
    return well
