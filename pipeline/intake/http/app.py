"""The HTTP intake as an ASGI application (starlette).

    POST /feeds/{feed}/stories    202 when Kafka has the bytes, else a reason in JSON (`refused.py`)
    GET  /health/live, /health/ready, /metrics, /openapi.json

Delivery guarantee: at least once. 202 means that all in-sync replicas have the transmission; after any other answer,
or none, the sender posts again. Posted twice, the same bytes are the same story: their uri is their hash.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.intake.http.body import Room, body_of
from pipeline.intake.http.broker import Broker
from pipeline.intake.http.openapi import openapi
from pipeline.intake.http.post import Post, post_of
from pipeline.intake.http.refused import RefusedError
from pipeline.intake.http.tokens import Tokens
from pipeline.metrics import CONTENT_TYPE, POST_BYTES, POSTS, exposition
from pipeline.settings import Settings

log = structlog.get_logger()

_OF_STATUS = {404: "not-found", 405: "not-allowed"}


class Intake:
    """What the routes share: the settings, the tokens, the room for waiting bytes, and Kafka."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._tokens = Tokens(settings.http_tokens)
        self._room = Room(settings.http_waiting_bytes)
        self._broker = Broker(settings, self._room)

    @contextlib.asynccontextmanager
    async def running(self, _: Starlette) -> AsyncIterator[None]:
        """Keep Kafka connected while the application runs."""
        keeping = asyncio.create_task(self._broker.keep())
        try:
            yield
        finally:
            keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeping

    async def post_story(self, request: Request) -> Response:
        """`POST /feeds/{feed}/stories`."""
        feed = request.path_params["feed"]
        counted = "none"  # until its token opens it, a feed is a stranger's word and no label of a metric
        try:
            self._tokens.check(feed, request.headers.get("authorization"))
            counted = feed
            answer = await self._take(request, post_of(request, feed))
        except RefusedError as refusal:
            if counted == feed:
                log.info("post refused", feed=feed, reason=refusal.reason, detail=refusal.detail)
            answer = refused(refusal)
        except ClientDisconnect:
            log.info("sender left before its post was whole", feed=feed)
            answer = Response(status_code=400)  # nobody reads it
        POSTS.labels(counted, str(answer.status_code)).inc()
        return answer

    async def _take(self, request: Request, post: Post) -> Response:
        try:
            body = await body_of(request, self._room, self._settings.http_story_bytes, self._settings.http_body_wait)
        except RefusedError as refusal:
            if refusal.reason == "busy" and not self._broker.answers:
                raise RefusedError("unconfirmed", f"Kafka: {self._broker.state}") from refusal
            raise
        raw = post.raw(body)
        await self._broker.confirm(raw)
        POST_BYTES.labels(post.feed).inc(len(body))
        taken = {"feed": post.feed, "uri": raw.headers.uri, "received": raw.headers.received, "bytes": len(body)}
        return JSONResponse(taken, status_code=202)

    async def live(self, _: Request) -> Response:
        """`GET /health/live`: 200 as long as this process answers at all."""
        return JSONResponse({"status": "live"})

    async def ready(self, _: Request) -> Response:
        """`GET /health/ready`: 200 while posts can be confirmed, else 503."""
        ready = self._broker.answers
        state = {"status": "ready" if ready else "not ready", "kafka": self._broker.state}
        return JSONResponse(state, status_code=200 if ready else 503)


async def metrics(_: Request) -> Response:
    """`GET /metrics`."""
    return Response(exposition(), media_type=CONTENT_TYPE)


async def described(_: Request) -> Response:
    """`GET /openapi.json`."""
    return JSONResponse(openapi())


def refused(refusal: RefusedError) -> Response:
    """The answer to a post that is not taken."""
    body = {"error": refusal.reason, "detail": refusal.detail}
    return JSONResponse(body, status_code=refusal.status, headers=refusal.all_headers())


async def _http_error(request: Request, error: Exception) -> Response:
    """Starlette's own 404 and 405, in the form of ours."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    what = f"{request.method} {request.url.path}"
    return refused(RefusedError(_OF_STATUS.get(status, "wrong-use"), f"there is no {what}", headers))


def make_app(settings: Settings) -> Starlette:
    """The application; its tokens are those of the settings."""
    intake = Intake(settings)
    routes = [
        Route("/feeds/{feed}/stories", intake.post_story, methods=["POST"]),
        Route("/health/live", intake.live),
        Route("/health/ready", intake.ready),
        Route("/metrics", metrics),
        Route("/openapi.json", described),
    ]
    handlers: dict[Any, Any] = {HTTPException: _http_error}
    return Starlette(routes=routes, lifespan=intake.running, exception_handlers=handlers)
