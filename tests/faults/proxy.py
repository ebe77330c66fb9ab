"""A way to Elasticsearch that can be made slow, partial or broken; the server behind it is the real one."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any

import aiohttp
from aiohttp import web

Answer = tuple[int, bytes]
Forward = Callable[[bytes], Awaitable[Answer]]
Fault = Callable[[web.Request, bytes, Forward], Awaitable[web.StreamResponse]]


async def passes(request: web.Request, body: bytes, forward: Forward) -> web.StreamResponse:
    """No fault."""
    return _response(*await forward(body))


def delays(seconds: float) -> Fault:
    """Every bulk request is answered so much later; it is forwarded at once."""

    async def fault(request: web.Request, body: bytes, forward: Forward) -> web.StreamResponse:
        answer = await forward(body)
        await asyncio.sleep(seconds)
        return _response(*answer)

    return fault


def refuses_items(statuses: tuple[int, ...], every: int) -> Fault:
    """Every so many items of a bulk request are not forwarded, and answered with one of the statuses in turn."""
    count = 0

    async def fault(request: web.Request, body: bytes, forward: Forward) -> web.StreamResponse:
        nonlocal count
        lines = body.split(b"\n")[:-1]
        pairs = [b"\n".join(lines[n : n + 2]) + b"\n" for n in range(0, len(lines), 2)]
        refused: dict[int, int] = {}
        for number in range(len(pairs)):
            count += 1
            if count % every == 0:
                refused[number] = statuses[(count // every) % len(statuses)]
        kept = [pair for number, pair in enumerate(pairs) if number not in refused]
        answers = iter(json.loads((await forward(b"".join(kept)))[1])["items"] if kept else [])
        items = [_refused(refused[n]) if n in refused else next(answers) for n in range(len(pairs))]
        return _response(200, json.dumps({"items": items}).encode())

    return fault


async def cuts(request: web.Request, body: bytes, forward: Forward) -> web.StreamResponse:
    """The server does the work, but the connection breaks in the middle of its answer."""
    status, answer = await forward(body)
    response = web.StreamResponse(status=status, headers={"content-type": "application/json", **_PRODUCT})
    response.content_length = len(answer)
    await response.prepare(request)
    await response.write(answer[: len(answer) // 2])
    assert request.transport is not None
    request.transport.abort()
    return response


def answers(status: int) -> Fault:
    """Every bulk request as a whole gets this status; nothing is forwarded."""

    async def fault(request: web.Request, body: bytes, forward: Forward) -> web.StreamResponse:
        return _response(status, b'{"error":{"type":"made_by_the_test","reason":"made by the test"}}')

    return fault


_PRODUCT = {"x-elastic-product": "Elasticsearch"}


def _refused(status: int) -> dict[str, Any]:
    kind = "es_rejected_execution_exception" if status == 429 else "unavailable_shards_exception"
    return {"index": {"status": status, "error": {"type": kind, "reason": "made by the test"}}}


def _response(status: int, body: bytes) -> web.Response:
    return web.Response(status=status, body=body, headers={"content-type": "application/json", **_PRODUCT})


class Proxy:
    """Forwards to `behind`; bulk requests go through `fault`, which may be changed at any time."""

    def __init__(self, behind: str) -> None:
        self.fault: Fault = passes
        self.bulk_requests = 0
        self._behind = behind
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner
        self._session: aiohttp.ClientSession
        self.url = ""

    def __enter__(self) -> Proxy:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    async def _start(self) -> None:
        self._session = aiohttp.ClientSession(self._behind)
        app = web.Application(client_max_size=1 << 30)
        app.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"

    async def _stop(self) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()

        async def forward(changed: bytes) -> Answer:
            kept = {
                k: v for k, v in request.headers.items() if k.lower() in ("content-type", "accept", "authorization")
            }
            async with self._session.request(request.method, request.rel_url, data=changed, headers=kept) as answer:
                return answer.status, await answer.read()

        if not request.path.endswith("/_bulk"):
            return await passes(request, body, forward)
        self.bulk_requests += 1
        return await self.fault(request, body, forward)
