"""A worker process's metrics and health over HTTP.

    GET /metrics         Prometheus's text form
    GET /health/live     503 when there is lag and nothing was made final for `worker_stalled` seconds
    GET /health/ready    503 while Kafka, or for the role index Elasticsearch, does not answer

Delivery guarantee: none is touched; it only looks. What it can't do is no reason for a worker to stop.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from typing import Any

import structlog
import uvicorn
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError
from elasticsearch import ApiError, AsyncElasticsearch, TransportError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pipeline.agents.work import Work
from pipeline.metrics import CONTENT_TYPE, exposition
from pipeline.settings import Settings

log = structlog.get_logger()

ANSWER_SECONDS = 2.0
"""How long a server may take to answer before it counts as away."""


class Health:
    """What one worker says of itself."""

    def __init__(self, app: Any, work: Work, settings: Settings, client: AsyncElasticsearch | None) -> None:
        self._app = app
        self._work = work
        self._settings = settings
        self._client = client

    @property
    def role(self) -> str:
        """What the worker does."""
        return self._work.role

    @property
    def _lag(self) -> int:
        try:
            return int(self._app.consumer.lag())
        except Exception:  # before its first start, and while it stops, Faust's consumer has no partitions to ask for
            return 0

    async def metrics(self, _: Request) -> Response:
        """`GET /metrics`."""
        self._work.publish(self._lag)
        return Response(exposition(), media_type=CONTENT_TYPE)

    async def live(self, _: Request) -> Response:
        """`GET /health/live`."""
        lag, seconds = self._lag, self._work.seconds_since_final
        live = not (lag and seconds > self._settings.worker_stalled)
        state = {"status": "live" if live else "stalled", "lag": lag, "seconds_since_final": round(seconds, 1)}
        return JSONResponse(state, status_code=200 if live else 503)

    async def ready(self, _: Request) -> Response:
        """`GET /health/ready`."""
        state = {"kafka": await self._kafka()}
        if self._client is not None:
            state["elasticsearch"] = await self._elasticsearch(self._client)
        ready = all(answer == "answers" for answer in state.values())
        return JSONResponse({"status": "ready" if ready else "not ready", **state}, status_code=200 if ready else 503)

    async def _kafka(self) -> str:
        client = AIOKafkaClient(
            bootstrap_servers=self._settings.kafka_bootstrap.split(","),
            client_id="wire-health",
            request_timeout_ms=int(ANSWER_SECONDS * 1000),
        )
        try:
            await client.bootstrap()
        except KafkaError as error:
            return str(error) or repr(error)
        finally:
            await client.close()
        return "answers"

    async def _elasticsearch(self, client: AsyncElasticsearch) -> str:
        try:
            await client.options(request_timeout=ANSWER_SECONDS).cluster.health(local=True)
        except (ApiError, TransportError) as error:
            return str(error)
        return "answers"


class _Quiet(uvicorn.Server):
    """Leaves the signals to the worker."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


async def serve(health: Health, settings: Settings, number: int) -> None:
    """Answer until cancelled. Where no port can be had, say so and leave the worker to its work."""
    listener = _listener(settings, number)
    if listener is None:
        return
    routes = [
        Route("/metrics", health.metrics),
        Route("/health/live", health.live),
        Route("/health/ready", health.ready),
    ]
    config = uvicorn.Config(Starlette(routes=routes), log_config=None, access_log=False, lifespan="off", ws="none")
    address, port = listener.getsockname()[:2]
    log.info("metrics and health", role=health.role, url=f"http://{address}:{port}")
    await _Quiet(config).serve(sockets=[listener])


def _listener(settings: Settings, number: int) -> socket.socket | None:
    wanted = settings.worker_port + number if settings.worker_port else 0
    for port in dict.fromkeys((wanted, 0)):
        listener = socket.socket(socket.AF_INET6 if ":" in settings.worker_host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.worker_host, port))
            listener.listen()
        except OSError as error:
            listener.close()
            log.warning("can't show metrics and health there", host=settings.worker_host, port=port, error=str(error))
        else:
            return listener
    return None
