"""Faust as a tutorial shows it: event by event, langdetect on the whole text, one index call a story.

Delivery guarantee: none worth the name; a story whose index call fails is acked all the same.
"""

from __future__ import annotations

import sys
from typing import Any

import faust
from elasticsearch import AsyncElasticsearch
from langdetect import detect


def main() -> None:
    """Index until told to stop."""
    broker, topic_name, url, index, folder = sys.argv[1:]
    app = faust.App(
        f"{topic_name}-naive",
        broker=f"kafka://{broker}",
        key_serializer="raw",
        value_serializer="raw",
        datadir=folder,
        web_enabled=False,  # its port may be taken
        topic_disable_leader=True,  # no topics of its own are left behind
    )
    topic = app.topic(topic_name, key_type=bytes, value_type=bytes)

    @app.agent(topic)
    async def index_stories(stream: Any) -> None:
        async with AsyncElasticsearch(url) as client:
            async for event in stream.events():
                text = event.value.decode()
                document = {"text": text, "language": detect(text)}
                await client.index(index=index, id=event.key.decode(), document=document)

    faust.Worker(app, loglevel="warn").execute_from_commandline()


if __name__ == "__main__":
    main()
