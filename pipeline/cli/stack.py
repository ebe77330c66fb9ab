"""`wire up` and `wire down`."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Sequence
from typing import Annotated

import typer

from pipeline.agents.app import Role
from pipeline.cli.log_format import LogFormatOption, choose
from pipeline.console import errors
from pipeline.failure import OperatorError
from pipeline.kafka.setup import setup_topics
from pipeline.logs import setup_logs
from pipeline.search.setup import setup_search
from pipeline.settings import Settings, settings
from pipeline.stack import Stack, StackConfig, StackError
from pipeline.stack.claim import owner, runs

LOOK_SECONDS = 1.0
"""How often `wire up` looks whether its servers still run."""
DOWN_SECONDS = 90.0
"""How long `wire down` waits: workers and servers each have half a minute to finish."""


def up(
    processes: Annotated[int, typer.Option(min=0, help="Worker processes of each role; 0 runs the servers only.")] = 1,
    log_format: LogFormatOption = None,
) -> None:
    """Run the embedded stack with workers, in the foreground, until Ctrl-C, SIGTERM or `wire down`.

    Data is kept between starts. Only one stack runs on a folder (WIRE_STACK_FOLDER).

    Exit codes: 0 stopped when told to; 3 it can't start, or a server ended by itself (the message says why).

    Examples:

      wire up

      wire up --processes 0      # only the servers, for workers and tests of your own
    """
    choose(log_format)
    chosen = settings()
    config = StackConfig(
        data=chosen.stack_folder,
        kafka_port=chosen.stack_kafka_port,
        elasticsearch_port=chosen.stack_elasticsearch_port,
        kafka_heap=chosen.stack_kafka_heap,
        elasticsearch_heap=chosen.stack_elasticsearch_heap,
        repository=chosen.stack_repository,
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with Stack(config) as stack:
            os.environ["WIRE_KAFKA_BOOTSTRAP"] = stack.bootstrap_servers  # for the workers
            os.environ["WIRE_ELASTICSEARCH_URL"] = stack.elasticsearch_url
            own = Settings()
            for sentence in (*setup_topics(own), *setup_search(own)):
                errors.print(sentence, highlight=False)
            errors.print("up; Ctrl-C ends it", style="bold")
            setup_logs(own)
            status = asyncio.run(_work(stack, ("enrich", "index") * processes))
    except KeyboardInterrupt:
        status = 0
    raise typer.Exit(status)


async def _work(stack: Stack, roles: Sequence[Role]) -> int:
    """Keep the workers until told to stop; the exit status. Raises StackError when a server ends by itself."""
    from pipeline.agents.supervisor import supervise  # noqa: PLC0415  # keeps `wire --help` quick

    workers = asyncio.ensure_future(supervise(roles))
    watch = asyncio.ensure_future(_fallen(stack))
    await asyncio.wait({workers, watch}, return_when=asyncio.FIRST_COMPLETED)
    if workers.done():
        watch.cancel()
        return workers.result()
    workers.cancel()  # they end with this process, and nothing is lost
    raise watch.result()


async def _fallen(stack: Stack) -> StackError:
    while (server := stack.fallen()) is None:
        await asyncio.sleep(LOOK_SECONDS)
    return StackError(f"{server.name} ended by itself. {server.last_words()}")


def down() -> None:
    """Stop the embedded stack that runs on the settings' data folder, and wait until all of it has ended.

    Exit codes: 0 it stopped; 1 none was running; 3 it does not stop.

    Example:  wire down
    """
    folder = settings().stack_folder
    if not runs(folder):
        typer.echo(f"no stack runs on {folder}")
        raise typer.Exit(1)
    if process := owner(folder):
        os.kill(process, signal.SIGTERM)
    deadline = time.monotonic() + DOWN_SECONDS
    while runs(folder):
        if time.monotonic() > deadline:
            raise OperatorError(f"the stack on {folder} (process {process}) does not stop; look at its terminal.")
        time.sleep(0.1)
    typer.echo("down")
