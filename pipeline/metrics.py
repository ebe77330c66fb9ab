"""Every metric, declared once: its name with its unit, and what an operator does when it moves.

Counters and histograms are fed where the thing happens; a process that serves `/metrics` shows those of its own work.
Workers count once a batch, not once a story. A story that is read again after a rebalance or a crash is counted again.
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

STORIES = Counter(
    "wire_stories_total",
    "Stories by what became of them: made or rejected (enrich); indexed, stale, refused or too-large (index). If made "
    "and indexed part for long, or rejected and refused rise, look at `wire status`.",
    ["outcome"],
    registry=REGISTRY,
)
REJECTED_STORIES = Counter(
    "wire_rejected_total",
    "Stories sent to wire.rejected. If a reason rises, `wire rejected list` shows which; `bug` is ours to mend.",
    ["reason", "stage"],
    registry=REGISTRY,
)
STAGE_SECONDS = Counter(
    "wire_stage_seconds_total",
    "Seconds spent in each stage of the core. Divided by stories: if a stage's rise, its rules or inputs changed.",
    ["stage"],
    registry=REGISTRY,
)
LANGUAGE_DISAGREEMENTS = Counter(
    "wire_language_disagreements_total",
    "Stories whose language is not the one that their source declares. If a feed's rise, ask its agency.",
    ["feed"],
    registry=REGISTRY,
)
BATCH_RECORDS = Histogram(
    "wire_batch_records",
    "Records of a batch. If they stand at WIRE_BATCH_RECORDS, the worker is behind: look at the lag.",
    ["role"],
    buckets=(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000),
    registry=REGISTRY,
)
BATCH_SECONDS = Histogram(
    "wire_batch_seconds",
    "Seconds from a batch's arrival until all of it is final. If they rise, look at the server that it writes to.",
    ["role"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300),
    registry=REGISTRY,
)
BULK_ANSWERS = Counter(
    "wire_bulk_answers_total",
    "Answers of Elasticsearch, one a story: indexed, stale (something newer is there), refused, too-large, retry. If "
    "`retry` rises, it is away, overloaded or read-only; if `stale` rises without a replay, a feed sends old versions.",
    ["answer"],
    registry=REGISTRY,
)
RETRIES = Counter(
    "wire_retries_total",
    "Times that a batch, or what was left of it, was tried again. If they rise, that server is away or overloaded.",
    ["server"],
    registry=REGISTRY,
)
LAG_RECORDS = Gauge(
    "wire_lag_records",
    "Offsets from the first record that is not final to the end, over the partitions that this worker has. If they "
    "rise, start more workers or see what holds them up.",
    ["role"],
    registry=REGISTRY,
)
UNFINISHED_SECONDS = Gauge(
    "wire_oldest_unfinished_seconds",
    "Age of the oldest record of the batch in work, 0 when there is none. If it rises, the worker waits for a server.",
    ["role"],
    registry=REGISTRY,
)
ACKED_SECONDS = Gauge(
    "wire_since_last_ack_seconds",
    "Seconds since this worker last made a record final. With lag and beyond WIRE_WORKER_STALLED it is not live.",
    ["role"],
    registry=REGISTRY,
)
GENERATION = Gauge(
    "wire_rules_generation",
    "Generation of the rules that an enrich worker has. Two at once are a release half rolled out.",
    registry=REGISTRY,
)

QUALITY = Counter(
    "wire_story_quality_total",
    "Stories with a quality flag (docs/quality.md). If guard-breach moves, a rule is wrong: look at `suspects`.",
    ["feed", "flag"],
    registry=REGISTRY,
)

OF_STATUS = CollectorRegistry()
"""What `wire status --metrics` writes for a collector of text files: of the whole pipeline, so no process serves it."""

STATUS_LEVEL = Gauge(
    "wire_status_level",
    "Exit code of `wire status`: 0 all well, 1 attention, 2 alarm. If it isn't 0, run it: it says what to do.",
    registry=OF_STATUS,
)
STATUS_AT = Gauge(
    "wire_status_timestamp_seconds",
    "When `wire status` looked. If it grows old, what runs it (a timer, cron) has stopped.",
    registry=OF_STATUS,
)
DEAD_LETTERS_OPEN = Gauge(
    "wire_dead_letters_open",
    "Dead letters that nobody has closed. If a reason rises, `wire rejected list` shows which.",
    ["reason"],
    registry=OF_STATUS,
)
FEED_SILENT = Gauge(
    "wire_feed_silent",
    "1 while a feed's silence is against its own rhythm, else 0. Look whether it is rejected; then ask the agency.",
    ["feed"],
    registry=OF_STATUS,
)
SEQUENCE_MISSING = Gauge(
    "wire_sequence_missing",
    "Numbers of a feed's transmissions that did not come in the last day. Ask the agency to send them again.",
    ["feed", "channel"],
    registry=OF_STATUS,
)
SEQUENCE_STEPS_BACK = Gauge(
    "wire_sequence_steps_back",
    "Times in the last day that a feed's numbers went back, new days' starts left out. Ask the agency what happened.",
    ["feed", "channel"],
    registry=OF_STATUS,
)


def exposition() -> bytes:
    """All metrics of this process in Prometheus's text form."""
    return generate_latest(REGISTRY)
