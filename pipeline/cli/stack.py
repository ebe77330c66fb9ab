"""`wire up` and `wire down`."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import Annotated

import typer

from pipeline.console import errors
from pipeline.failure import OperatorError
from pipeline.kafka.setup import setup_topics
from pipeline.logs import setup_logs
from pipeline.search.setup import setup_search
from pipeline.settings import Settings, settings
from pipeline.stack import Stack, StackConfig


def up(
    processes: Annotated[int, typer.Option(min=0, help="Worker processes of each role; 0 runs the servers only.")] = 1,
) -> None:
    """Run the embedded stack with workers, in the foreground, until Ctrl-C or SIGTERM. Data is kept between starts.

    Exit codes: 0 stopped when told to; 3 it can't start (the message says why).

    Example:  wire up
    """
    from pipeline.agents.supervisor import supervise  # noqa: PLC0415  # keeps `wire --help` quick

    chosen = settings()
    folder = chosen.stack_folder
    folder.mkdir(parents=True, exist_ok=True)
    config = StackConfig(
        data=folder, kafka_port=chosen.stack_kafka_port, elasticsearch_port=chosen.stack_elasticsearch_port
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with Stack(config) as stack, _Marked(folder):
            os.environ["WIRE_KAFKA_BOOTSTRAP"] = stack.bootstrap_servers  # for the workers
            os.environ["WIRE_ELASTICSEARCH_URL"] = stack.elasticsearch_url
            own = Settings()
            for sentence in (*setup_topics(own), *setup_search(own)):
                errors.print(sentence, highlight=False)
            errors.print("up; Ctrl-C ends it", style="bold")
            setup_logs(own)
            status = asyncio.run(supervise(("enrich", "index") * processes))
    except KeyboardInterrupt:
        status = 0
    raise typer.Exit(status)


def down() -> None:
    """Stop the embedded stack that runs on the settings' data folder.

    Exit codes: 0 it stopped; 1 none was running.

    Example:  wire down
    """
    mark = settings().stack_folder / "up.pid"
    if not mark.exists():
        typer.echo(f"no stack runs on {settings().stack_folder}")
        raise typer.Exit(1)
    process = int(mark.read_text())
    try:
        watched = os.pidfd_open(process)
        os.kill(process, signal.SIGTERM)
    except ProcessLookupError:
        mark.unlink()
        typer.echo(f"the stack on {settings().stack_folder} had ended without saying so")
        raise typer.Exit(1) from None
    _wait(watched)
    typer.echo("down")


def _wait(watched: int) -> None:
    import select  # noqa: PLC0415  # only here

    if not select.select([watched], [], [], 60)[0]:
        raise OperatorError("the stack does not stop; look at its terminal")


class _Marked:
    """While the stack is up, its folder says so."""

    def __init__(self, folder: Path) -> None:
        self._mark = folder / "up.pid"

    def __enter__(self) -> None:
        self._mark.write_text(str(os.getpid()))

    def __exit__(self, *_: object) -> None:
        self._mark.unlink(missing_ok=True)
