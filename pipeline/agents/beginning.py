"""What must be there before a worker starts: the broker, the topics that `wire setup` makes, its group's coordinator.

Faust ends with a traceback where no broker answers at its start, and waits idle for minutes where a topic is missing. A
broker that has just started makes the topic of offsets when it is first asked for a coordinator; aiokafka calls that an
error, which frightens whoever starts a pipeline for the first time.

Delivery guarantee: nothing is read or written here; it only asks.
"""

from __future__ import annotations

import asyncio

import structlog
from aiokafka.client import AIOKafkaClient, CoordinationType
from aiokafka.errors import GroupCoordinatorNotAvailableError, GroupLoadInProgressError, KafkaError

from pipeline.agents.backoff import waits
from pipeline.failure import OperatorError
from pipeline.settings import Settings
from pipeline.topics import TOPICS

log = structlog.get_logger()


async def wait_for_kafka(settings: Settings, group: str, stop: asyncio.Event) -> None:
    """Return when the broker answers, has every topic and the group's coordinator, or when `stop` is set.

    A broker that is away is waited for without limit. Raises OperatorError where it answers and a topic is missing.
    """
    for wait in waits():
        if stop.is_set():
            return
        try:
            missing = await _missing(settings, group)
        except (GroupCoordinatorNotAvailableError, GroupLoadInProgressError):
            log.debug("kafka is choosing the group's coordinator", group=group)
            await _sleep(wait, stop)
            continue
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


async def _missing(settings: Settings, group: str) -> list[str]:
    """Topics that are not there. Raises KafkaError, of the group's coordinator too, where all of them are."""
    client = AIOKafkaClient(bootstrap_servers=settings.kafka_bootstrap.split(","), client_id="wire-worker")
    try:
        await client.bootstrap()
        there = (await client.fetch_all_metadata()).topics()
        wanted = [topic.with_prefix(settings.topic_prefix) for topic in TOPICS]
        missing = [name for name in wanted if name not in there]
        if not missing:
            await client.coordinator_lookup(CoordinationType.GROUP, group)
        return missing
    finally:
        await client.close()


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
