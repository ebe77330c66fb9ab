"""One worker process: `python -m pipeline.agents.worker ROLE [NUMBER]`. The supervisor starts it; so can a platform.

Its number (0 unless given) says which port its metrics and health are at: `worker_port` and as many more.

It stops on SIGTERM, on Ctrl-C and when its standard input closes, if that is a pipe (the supervisor is gone): fetching
ends, the batch in work is dropped or finished, final offsets are committed, and the exit status is 0.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import os
import signal
import stat
import sys
from typing import Any, cast, get_args

import uvloop
from elasticsearch import AsyncElasticsearch

from pipeline.agents.app import EXIT_BUG, Role, make_app, stop_now
from pipeline.agents.beginning import wait_for_kafka
from pipeline.agents.health import Health, serve
from pipeline.agents.work import Work
from pipeline.failure import OperatorError
from pipeline.logs import setup_logs
from pipeline.search.client import connect_async
from pipeline.settings import Settings, settings
from pipeline.topics import group


async def work(role: Role, settings: Settings, number: int) -> int:
    """Run one role until told to stop; the exit status."""
    client = connect_async(settings) if role == "index" else None
    own = Work(role)
    app = _app(role, settings, own, client)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, stop.set)
    if stat.S_ISFIFO(os.fstat(sys.stdin.fileno()).st_mode):
        loop.add_reader(sys.stdin, stop.set)
    app.finalize()
    watching = asyncio.ensure_future(serve(Health(app, own, settings, client), settings, number))
    await wait_for_kafka(settings, group(role, settings.topic_prefix), stop)
    if stop.is_set():
        watching.cancel()
        return 0
    await app.start()
    stopping = asyncio.ensure_future(stop.wait())
    crashed = asyncio.ensure_future(app._crashed.wait())
    await asyncio.wait({stopping, crashed}, return_when=asyncio.FIRST_COMPLETED)
    if crashed.done():
        stop_now(EXIT_BUG)
    await app.stop()
    watching.cancel()
    return 0


def _app(role: Role, settings: Settings, own: Work, client: AsyncElasticsearch | None) -> Any:
    """The app with its carrier; the two need each other, so the carrier comes by a closure."""
    app: Any = None

    async def carry(messages: Any) -> None:
        await carrier.carry(messages)

    settings.work_folder.mkdir(parents=True, exist_ok=True)
    app = make_app(role, settings, carry, own)
    carrier = _carrier(app, settings, client)
    return app


def _carrier(app: Any, settings: Settings, client: AsyncElasticsearch | None) -> Any:
    """What does the role's work: with a client the index agent's. Each imports its own: rules are half of a start."""
    if client is not None:
        from pipeline.agents.index import Indexer  # noqa: PLC0415

        return Indexer(app, settings, client)
    from pipeline.agents.enrich import Enricher  # noqa: PLC0415
    from pipeline.story.rules import load_rules  # noqa: PLC0415

    rules = load_rules(settings.feed_languages, settings.entity_model)
    _give_back()
    return Enricher(app, settings, rules)


def _give_back() -> None:
    """Return to the system what loading left free in the allocator: 30 MB of a worker's 400, with glibc."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def main() -> None:
    """Entry point of the process."""
    role, number = (*sys.argv[1:], "0")[:2] if len(sys.argv) > 1 else ("", "0")
    if role not in get_args(Role) or not number.isdecimal() or len(sys.argv) > 3:
        sys.exit(f"usage: python -m pipeline.agents.worker {'|'.join(get_args(Role))} [NUMBER]")
    setup_logs(settings())
    try:
        status = uvloop.run(work(cast("Role", role), settings(), int(number)))
    except OperatorError as error:
        print(error, file=sys.stderr)
        status = OperatorError.EXIT
    sys.stdout.flush()
    stop_now(status)  # Faust's threads may outlive the loop


if __name__ == "__main__":
    main()
