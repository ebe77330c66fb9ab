"""`wire worker`."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from typing import Annotated

import typer

from pipeline.agents.app import Role
from pipeline.cli.log_format import LogFormatOption, choose
from pipeline.logs import setup_logs
from pipeline.settings import settings


class WorkerRole(StrEnum):
    """What a worker does."""

    ENRICH = "enrich"
    INDEX = "index"
    ALL = "all"


_ROLES: dict[WorkerRole, tuple[Role, ...]] = {
    WorkerRole.ENRICH: ("enrich",),
    WorkerRole.INDEX: ("index",),
    WorkerRole.ALL: ("enrich", "index"),
}


def worker(
    role: Annotated[WorkerRole, typer.Option(help="enrich: raw to stories; index: stories to Elasticsearch.")] = (
        WorkerRole.ALL
    ),
    processes: Annotated[int, typer.Option(min=1, help="Processes of each role.")] = 1,
    log_format: LogFormatOption = None,
) -> None:
    """Run the Faust agents until SIGTERM or Ctrl-C; a process that a bug ended is started again.

    Each process shows its metrics and health over HTTP, from WIRE_WORKER_PORT on; the log names the addresses.

    Exit codes: 0 stopped when told to; 3 only an operator can mend it (the message says what).

    Examples:

      wire worker

      wire worker --role enrich --processes 4 --log-format json
    """
    from pipeline.agents.supervisor import supervise  # noqa: PLC0415  # keeps `wire --help` quick

    choose(log_format)
    setup_logs(settings())
    raise typer.Exit(asyncio.run(supervise(_ROLES[role] * processes)))
