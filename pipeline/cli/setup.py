"""`wire setup`."""

from __future__ import annotations

from typing import Annotated

import typer

from pipeline.kafka.setup import setup_topics
from pipeline.kibana.load import load_kibana
from pipeline.search.setup import setup_search
from pipeline.settings import settings


def setup(
    kibana: Annotated[
        str | None, typer.Option(metavar="URL", help="Load data views, searches and dashboards into this Kibana.")
    ] = None,
) -> None:
    """Make topics, index template, first index and aliases: safe to run again, never destroys.

    With --kibana, or WIRE_KIBANA_URL, Kibana's objects too: those of the pipeline are written anew, others stay. Its
    key comes from WIRE_KIBANA_API_KEY, so that it stands in no list of processes.

    Exit codes: 0 all is there; 3 something has another shape or can't be reached (the message says what to do).

    Examples:

      wire setup

      wire setup --kibana http://127.0.0.1:25601
    """
    for sentence in (*setup_topics(settings()), *setup_search(settings())):
        typer.echo(sentence)
    if url := kibana or settings().kibana_url:
        for sentence in load_kibana(settings(), url):
            typer.echo(sentence)
