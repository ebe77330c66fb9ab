"""Sends records from an agent and waits until the broker has every one.

Delivery guarantee: `send_confirmed` returns only when all in-sync replicas have each record (`acks=all`), so what
caused them may be acked after it. A broker that is away is waited for without limit, unless the lease is lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from aiokafka.errors import MessageSizeTooLargeError

from pipeline.agents.backoff import waits
from pipeline.agents.lease import Lease
from pipeline.kafka.sending import Outgoing, to_send_again
from pipeline.metrics import RETRIES

log = structlog.get_logger()


async def send_confirmed(app: Any, records: Sequence[Outgoing], lease: Lease) -> None:
    """Send all and wait for the broker's confirmation of each.

    Raises LeaseLostError; then nothing is known of the records, and their cause must not be acked.
    """
    waiting = list(records)
    for wait in waits():
        errors = await lease.run(_send(app, waiting))
        waiting = to_send_again(waiting, errors, MessageSizeTooLargeError)
        if not waiting:
            return
        why = next(error for error in errors if error is not None)
        RETRIES.labels("kafka").inc()
        log.warning("kafka does not confirm; trying again", records=len(waiting), error=repr(why))
        await lease.sleep(wait)


async def _send(app: Any, records: Sequence[Outgoing]) -> list[BaseException | None]:
    """The error of each record, or None where the broker has it."""
    queued = [await _queue(app, one) for one in records]
    results = await asyncio.gather(*queued, return_exceptions=True)
    return [result if isinstance(result, BaseException) else None for result in results]


async def _queue(app: Any, one: Outgoing) -> Any:
    try:
        return await app.producer.send(one.topic, one.key, one.value, None, None, one.headers)
    except Exception as error:  # classified by the caller, like an error from the broker
        failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        failed.set_exception(error)
        return failed
