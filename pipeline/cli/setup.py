"""`wire setup`."""

from __future__ import annotations

import typer

from pipeline.kafka.setup import setup_topics
from pipeline.search.setup import setup_search
from pipeline.settings import settings


def setup() -> None:
    """Make topics, index template, first index and aliases: safe to run again, never destroys.

    Exit codes: 0 all is there; 3 something exists with another shape (the message says what to do).

    Example:  wire setup
    """
    for sentence in (*setup_topics(settings()), *setup_search(settings())):
        typer.echo(sentence)
