"""Every metric, declared once: its name with its unit, and what an operator does when it moves.

Counters and histograms are fed where the thing happens; a process that serves `/metrics` shows those of its own work.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest

REGISTRY = CollectorRegistry()
"""Ours alone: a library that registers metrics of its own does not get into what we document."""

disable_created_metrics()  # type: ignore[no-untyped-call]  # its package has no types; a second series for each counter, which nobody would look at

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
"""Of what `exposition` returns."""

POSTS = Counter(
    "wire_http_posts_total",
    "Posts answered by the HTTP intake. If 4xx rise, call the sender; if 429 or 503 rise, look at Kafka.",
    ["feed", "status"],
    registry=REGISTRY,
)
POST_BYTES = Counter(
    "wire_http_post_bytes_total",
    "Bytes of posts that Kafka confirmed. If a feed's stand still, ask its sender.",
    ["feed"],
    registry=REGISTRY,
)
CONFIRM_SECONDS = Histogram(
    "wire_http_confirm_seconds",
    "Seconds from a whole post to Kafka's confirmation. If they rise, look at the brokers' disks and replicas.",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
WAITING_BYTES = Gauge(
    "wire_http_waiting_bytes",
    "Bytes of posts not yet confirmed. Near WIRE_HTTP_WAITING_BYTES senders get 429: Kafka is slow or away.",
    registry=REGISTRY,
)
KAFKA_ANSWERS = Gauge(
    "wire_http_kafka_answers",
    "1 while Kafka answers the HTTP intake, else 0: then senders get 503; bring Kafka back, nothing is lost.",
    registry=REGISTRY,
)

SEQUENCE_MISSING = Gauge(
    "wire_sequence_missing",
    "Numbers of a feed's transmissions that did not come in the last day. Ask the agency to send them again.",
    ["feed", "channel"],
    registry=REGISTRY,
)
SEQUENCE_STEPS_BACK = Gauge(
    "wire_sequence_steps_back",
    "Times in the last day that a feed's numbers went back, new days' starts left out. Ask the agency what happened.",
    ["feed", "channel"],
    registry=REGISTRY,
)

QUALITY = Counter(
    "wire_story_quality_total",
    "Stories with a quality flag (docs/quality.md). If guard-breach moves, a rule is wrong: look at `suspects`.",
    ["feed", "flag"],
    registry=REGISTRY,
)


def exposition() -> bytes:
    """All metrics of this process in Prometheus's text form."""
    return generate_latest(REGISTRY)
