"""One worker process: `python -m pipeline.agents.worker ROLE`. The supervisor starts it; so can a platform.

It stops on SIGTERM, on Ctrl-C and when its standard input closes, if that is a pipe (the supervisor is gone): fetching
ends, the batch in work is dropped or finished, final offsets are committed, and the exit status is 0.
"""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import sys
from typing import Any, cast, get_args

import uvloop

from pipeline.agents.app import EXIT_BUG, Role, make_app, stop_now
from pipeline.failure import OperatorError
from pipeline.logs import setup_logs
from pipeline.settings import Settings, settings


async def work(role: Role, settings: Settings) -> int:
    """Run one role until told to stop; the exit status."""
    app = _app(role, settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    if stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        loop.add_reader(sys.stdin, stop.set)
    app.finalize()
    await app.start()
    stopping = asyncio.ensure_future(stop.wait())
    crashed = asyncio.ensure_future(app._crashed.wait())
    await asyncio.wait({stopping, crashed}, return_when=asyncio.FIRST_COMPLETED)
    if crashed.done():
        stop_now(EXIT_BUG)
    await app.stop()
    return 0


def _app(role: Role, settings: Settings) -> Any:
    """The app with its carrier; the two need each other, so the carrier comes by a closure."""
    app: Any = None

    async def carry(messages: Any) -> None:
        await carrier.carry(messages)

    settings.work_folder.mkdir(parents=True, exist_ok=True)
    app = make_app(role, settings, carry)
    carrier = _carrier(role, app, settings)
    return app


def _carrier(role: Role, app: Any, settings: Settings) -> Any:
    """What does the role's work. Each role imports its own: the core's rules are half of a worker's start."""
    if role == "enrich":
        from pipeline.agents.enrich import Enricher  # noqa: PLC0415
        from pipeline.story.rules import load_rules  # noqa: PLC0415

        return Enricher(app, settings, load_rules(settings.feed_languages, settings.entity_model))
    from pipeline.agents.index import Indexer  # noqa: PLC0415
    from pipeline.search.client import connect_async  # noqa: PLC0415

    return Indexer(app, settings, connect_async(settings))


def main() -> None:
    """Entry point of the process."""
    if len(sys.argv) != 2 or sys.argv[1] not in get_args(Role):
        sys.exit(f"usage: python -m pipeline.agents.worker {'|'.join(get_args(Role))}")
    setup_logs(settings())
    try:
        status = uvloop.run(work(cast("Role", sys.argv[1]), settings()))
    except OperatorError as error:
        print(error, file=sys.stderr)
        status = OperatorError.EXIT
    sys.stdout.flush()
    stop_now(status)  # Faust's threads may outlive the loop


if __name__ == "__main__":
    main()
