"""The Faust app of one worker process, and the loop that both agents share.

Delivery guarantee: at least once. Events are taken in batches that ack nothing by themselves (`noack_take`) and are
acked in order, after everything that came of them is confirmed. Each departure from Faust's defaults has its reason.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Literal

import faust
import structlog
from yarl import URL

from pipeline.agents.lease import LeaseLostError
from pipeline.agents.transport import Transport
from pipeline.agents.work import Work
from pipeline.failure import OperatorError
from pipeline.settings import Settings
from pipeline.topics import COMPRESSION, REJECTED, SOURCES, group

log = structlog.get_logger()

Role = Literal["enrich", "index"]
Carry = Callable[[Sequence[Any]], Awaitable[None]]

METADATA_MS = 10_000
"""After so long a worker asks again which partitions a topic has. A group that was formed while the broker was going or
coming may have seen none; with the default it sits idle for five minutes. New partitions are found as fast."""

EXIT_BUG = 70
"""Exit status after an exception of ours: nothing was committed, the supervisor starts the worker again."""


def make_app(role: Role, settings: Settings, carry: Carry, work: Work) -> faust.App:
    """A Faust app whose one agent hands batches of messages to `carry` and acks them when it returns."""
    app = faust.App(
        group(role, settings.topic_prefix),
        broker=[URL(f"aiokafka://{broker}") for broker in settings.kafka_bootstrap.split(",")],
        store="memory://",
        datadir=str(settings.work_folder / role),  # the default is the current folder
        web_enabled=False,  # its default binds every interface, and a second worker would exit
        value_serializer="raw",  # a record that Faust can't decode is acked unseen; so we decode
        key_serializer="raw",
        consumer_metadata_max_age_ms=METADATA_MS,
        producer_metadata_max_age_ms=METADATA_MS,
        topic_disable_leader=True,  # no internal topics
        table_standby_replicas=0,
        stream_wait_empty=False,  # else an outage and a rebalance together freeze the whole group
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.session_timeout / 5,
        broker_commit_interval=0.5,
        consumer_auto_offset_reset="earliest",
        producer_linger=0.01,
        producer_max_batch_size=262_144,
        producer_compression_type=COMPRESSION,
        producer_max_request_size=REJECTED.max_record_bytes,
        cython_optimizations=True,
    )
    app.transport = Transport(app.conf.broker, app, loop=None)
    topic = app.topic(SOURCES[role].with_prefix(settings.topic_prefix), key_type=bytes, value_type=bytes)

    async def agent(stream: Any) -> None:
        async for events in stream.noack().noack_take(settings.batch_records, within=settings.batch_wait):
            if current := of_this_generation(app, events):
                await _carry(current, carry, work)

    app.agent(topic, name=role, concurrency=1)(agent)
    return app


def of_this_generation(app: Any, events: Sequence[Any]) -> list[Any]:
    """The events that were read since the last rebalance; they alone count.

    Faust clears a stream's queue at a rebalance, but not what `noack_take` has gathered, nor the event that waits
    beside a full batch. Those are read again from the committed offset. Sent at once, a newer version of a story would
    stand in `wire.stories` before the older one that a dropped batch held.
    """
    return [event for event in events if event.message.generation_id == app.consumer_generation_id]


async def _carry(events: Sequence[Any], carry: Carry, work: Work) -> None:
    messages = [event.message for event in events]
    work.begin(messages)
    try:
        await carry(messages)
    except LeaseLostError:
        work.drop()
        return  # nothing is acked: the next owner, perhaps ourselves, reads the batch again
    except OperatorError as error:
        log.error(str(error))
        stop_now(OperatorError.EXIT)
    except Exception:
        first = messages[0]
        log.exception("bug", topic=first.topic, partition=first.partition, offset=first.offset, records=len(messages))
        stop_now(EXIT_BUG)
    for event in events:
        event.ack()
    work.finish()


def stop_now(status: int) -> None:
    """End this process at once, with nothing more committed. `sys.exit` in an agent would hang."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
