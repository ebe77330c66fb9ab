"""What must be there before a worker starts: the broker, and the topics that `wire setup` makes.

Faust ends with a traceback where no broker answers at its start, and waits idle for minutes where a topic is missing.

Delivery guarantee: nothing is read or written here; it only asks.
"""

from __future__ import annotations

import asyncio

import structlog
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import KafkaError

from pipeline.agents.backoff import waits
from pipeline.failure import OperatorError
from pipeline.settings import Settings
from pipeline.topics import TOPICS

log = structlog.get_logger()


async def wait_for_topics(settings: Settings, stop: asyncio.Event) -> None:
    """Return when the broker answers and has every topic, or when `stop` is set.

    A broker that is away is waited for without limit. Raises OperatorError where it answers and a topic is missing.
    """
    for wait in waits():
        if stop.is_set():
            return
        try:
            missing = await _missing(settings)
        except KafkaError as error:
            log.warning("kafka does not answer; trying again", servers=settings.kafka_bootstrap, error=str(error))
            await _sleep(wait, stop)
            continue
        if missing:
            raise OperatorError(
                f"Kafka at {settings.kafka_bootstrap} has no topic {', '.join(missing)}. "
                "Run `wire setup`; is WIRE_TOPIC_PREFIX right?"
            )
        return


async def _missing(settings: Settings) -> list[str]:
    client = AIOKafkaClient(bootstrap_servers=settings.kafka_bootstrap.split(","), client_id="wire-worker")
    try:
        await client.bootstrap()
        there = (await client.fetch_all_metadata()).topics()
    finally:
        await client.close()
    wanted = [topic.with_prefix(settings.topic_prefix) for topic in TOPICS]
    return [name for name in wanted if name not in there]


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
