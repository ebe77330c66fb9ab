"""A plain loop: aiokafka, three bulk requests in flight, offsets committed when all three are done. No text work.

Delivery guarantee: at least once while Elasticsearch answers; it exits when that stays away.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from itertools import chain
from typing import Any

import msgspec
from aiokafka import AIOKafkaConsumer
from elasticsearch import AsyncElasticsearch

AT_ONCE = 500
IN_FLIGHT = 3

_encode = msgspec.json.encode


async def main() -> None:
    """Index until ended."""
    broker, topic, url, index, _ = sys.argv[1:]
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=broker,
        group_id=f"{topic}-plain",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    async with AsyncElasticsearch(url) as client, consumer:
        while True:
            fetched = await consumer.getmany(timeout_ms=100, max_records=AT_ONCE * IN_FLIGHT)
            records = list(chain.from_iterable(fetched.values()))
            requests = [records[start : start + AT_ONCE] for start in range(0, len(records), AT_ONCE)]
            await asyncio.gather(*(_bulk(client, index, request) for request in requests))
            if records:
                await consumer.commit()


async def _bulk(client: AsyncElasticsearch, index: str, records: Sequence[Any]) -> None:
    lines = chain.from_iterable(
        ({"index": {"_id": record.key.decode()}}, {"text": record.value.decode()}) for record in records
    )
    answer = await client.perform_request(
        "POST",
        f"/{index}/_bulk",
        headers={"content-type": "application/x-ndjson", "accept": "application/json"},
        body=b"".join(_encode(line) + b"\n" for line in lines),
    )
    if answer.body["errors"]:
        raise SystemExit("Elasticsearch did not take every story")


if __name__ == "__main__":
    asyncio.run(main())
