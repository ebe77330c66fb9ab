"""Runs worker processes and starts one again that a bug ended.

A worker that exits with an operator's error ends all: starting it again would not help. Workers end with this
process whatever ends it, because their standard input is a pipe from it.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Sequence

import structlog

from pipeline.agents.app import Role
from pipeline.failure import OperatorError

log = structlog.get_logger()

RESTART_SECONDS = 1.0
STOP_SECONDS = 30.0
"""How long workers get to finish; after that they are killed, which loses nothing."""


async def supervise(roles: Sequence[Role]) -> int:
    """Keep one worker per entry of `roles` until SIGTERM or Ctrl-C (returns 0), or an operator's error (returns 3)."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    log.info("workers start", roles=",".join(roles))
    if not roles:  # the servers alone are wanted
        await stop.wait()
    statuses = await asyncio.gather(*(_keep(role, number, stop) for number, role in enumerate(roles)))
    return max(statuses, default=0)


async def _keep(role: Role, number: int, stop: asyncio.Event) -> int:
    while not stop.is_set():
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "pipeline.agents.worker",
            role,
            str(number),
            stdin=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        status = await _until_it_ends(process, stop)
        if stop.is_set():
            return OperatorError.EXIT if status == OperatorError.EXIT else 0
        if status == OperatorError.EXIT:
            stop.set()
            return status
        log.warning("worker ended; starting it again", role=role, status=status)
        await _unless_stopped(stop, RESTART_SECONDS)
    return 0


async def _until_it_ends(process: asyncio.subprocess.Process, stop: asyncio.Event) -> int:
    ended = asyncio.ensure_future(process.wait())
    stopped = asyncio.ensure_future(stop.wait())
    await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if ended.done():
        return ended.result()
    process.terminate()
    done, _ = await asyncio.wait({ended}, timeout=STOP_SECONDS)
    if not done:
        log.warning("worker did not stop in time and is killed", pid=process.pid)
        process.kill()
    return await ended


async def _unless_stopped(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
