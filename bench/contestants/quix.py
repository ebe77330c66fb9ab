"""Quix Streams with its own sink for Elasticsearch; with a sixth argument, langdetect on the whole text as well.

Delivery guarantee: at least once while Elasticsearch answers; it exits when that stays away.
"""

from __future__ import annotations

import sys

from elasticsearch import Elasticsearch
from langdetect import detect
from quixstreams import Application
from quixstreams.sinks.community.elasticsearch import ElasticsearchSink


class _Sink(ElasticsearchSink):  # type: ignore[misc]  # the library's types are not known here
    def setup(self) -> None:
        """As its own, without a question (`GET /`) that the embedded Elasticsearch doesn't answer."""
        self._client = Elasticsearch(**self._client_kwargs)


def _plain(value: bytes) -> dict[str, str]:
    return {"text": value.decode()}


def _with_language(value: bytes) -> dict[str, str]:
    text = value.decode()
    return {"text": text, "language": detect(text)}


def main() -> None:
    """Index until told to stop."""
    broker, topic_name, url, index, folder, *rest = sys.argv[1:]
    app = Application(
        broker_address=broker,
        consumer_group=f"{topic_name}-quix",
        auto_offset_reset="earliest",
        commit_every=500,  # it hands its sink what came since the last commit: by default only every 5 s
        commit_interval=0.5,
        state_dir=folder,
        use_changelog_topics=False,
        loglevel="WARNING",
    )
    topic = app.topic(topic_name, key_deserializer="bytes", value_deserializer="bytes")
    stories = app.dataframe(topic).apply(_with_language if rest else _plain)
    stories.sink(_Sink(url=url, index=index))
    app.run()


if __name__ == "__main__":
    main()
