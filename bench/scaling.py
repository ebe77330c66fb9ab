"""What grows and what stays flat: processes × partitions, the length of the log, an idle worker, bytes on disk.

Stories are small (one sentence). The rate is from the first send until all are in the index, on workers that are warm;
start-up is from the start of the processes until they have indexed a first story. The log is made long by records that
the workers' groups have behind them already, as on any day after the first.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing

from elasticsearch import Elasticsearch
from kafka import KafkaAdminClient, KafkaProducer, TopicPartition
from kafka.structs import OffsetAndMetadata

from bench.figures import Figure
from bench.processes import Process, cpu_seconds, tree
from bench.servers import Bench, indexed, send, wait_until, workers
from bench.stories import raw, small
from pipeline.kafka.producer import RawProducer
from pipeline.search.client import connect
from pipeline.search.names import Names
from pipeline.settings import Settings
from pipeline.story.model import RawStory
from pipeline.topics import RAW, STORIES, TOPICS, group

TITLE = "processes × partitions, a long log, an idle worker, bytes on disk"
PROCESSES = (1, 2, 4)
"""Of each role."""
PARTITIONS = (1, 4, 12)
LENGTHS = (1_000, 10_000, 100_000)
LONG_LENGTHS = (*LENGTHS, 1_000_000)
COUNT, LONG_COUNT = 200, 4000
"""Stories of each measurement."""
IDLE_SECONDS, LONG_IDLE_SECONDS = 30, 120
MEGABYTE = 1_000_000


def measure(bench: Bench) -> list[Figure]:
    """All of it, one after the other."""
    figures = [figure for count in PROCESSES for parts in PARTITIONS for figure in _at_work(bench, count, parts)]
    for length in LONG_LENGTHS if bench.long else LENGTHS:
        figures += _at_work(bench, 1, 4, length)
    return [*figures, *_on_disk(bench)]


def _at_work(bench: Bench, processes: int, partitions: int, log: int = 0) -> Iterator[Figure]:
    name = f"a log of {log:,}" if log else f"{processes} × {partitions} partitions"
    print(f"  {name}", file=sys.stderr, flush=True)
    count = LONG_COUNT if bench.long else COUNT
    with bench.pipeline(partitions) as settings, connect(settings) as client, RawProducer(settings) as producer:
        if log:
            _make_long(settings, log)
        began = time.perf_counter()
        with workers(settings, processes) as pid:
            _through(client, settings, producer, [small(0)], total=1)
            yield Figure(f"{name}: start-up", time.perf_counter() - began, "s")
            _through(client, settings, producer, [small(1 + n) for n in range(partitions * 8)], 1 + partitions * 8)
            began, spent = time.perf_counter(), cpu_seconds(pid)
            more = [small(1000 + n) for n in range(count)]
            _through(client, settings, producer, more, 1 + partitions * 8 + count)
            yield Figure(f"{name}: rate", count / (time.perf_counter() - began), "stories/s")
            yield Figure(f"{name}: CPU a story", (cpu_seconds(pid) - spent) / count * 1000, "ms")
            yield Figure(f"{name}: largest process", _largest(tree(pid)) / MEGABYTE, "MB")
            if log == LENGTHS[0]:
                yield _idle(pid, LONG_IDLE_SECONDS if bench.long else IDLE_SECONDS)


def _through(
    client: Elasticsearch, settings: Settings, producer: RawProducer, stories: Sequence[RawStory], total: int
) -> None:
    send(producer, stories)
    wait_until(lambda: indexed(client, settings) == total, pause=0.2)


def _idle(pid: int, seconds: float) -> Figure:
    """One enrich and one index process with what watches over them."""
    spent = cpu_seconds(pid)
    time.sleep(seconds)
    return Figure("idle: CPU of one worker of each role", (cpu_seconds(pid) - spent) / seconds * 60, "s a minute")


def _largest(processes: Sequence[Process]) -> int:
    return max(process.resident for process in processes)


def _make_long(settings: Settings, length: int) -> None:
    """Fill both topics with records that the groups of the workers have behind them."""
    servers = settings.kafka_bootstrap.split(",")
    value = small(0).value
    with closing(KafkaProducer(bootstrap_servers=servers, linger_ms=10, batch_size=262_144)) as producer:
        for number in range(length):
            for topic in (RAW, STORIES):
                producer.send(topic.with_prefix(settings.topic_prefix), key=str(number).encode(), value=value)
        producer.flush()
    with closing(KafkaAdminClient(bootstrap_servers=servers)) as admin:
        for role, topic in (("enrich", RAW), ("index", STORIES)):
            name = topic.with_prefix(settings.topic_prefix)
            parts = [TopicPartition(name, number) for number in range(settings.topic_partitions)]
            ends = admin.list_partition_offsets(dict.fromkeys(parts, -1))
            offsets = {part: OffsetAndMetadata(ends[part].offset, "", -1) for part in parts}
            admin.alter_group_offsets(group(role, settings.topic_prefix), offsets)


def _on_disk(bench: Bench) -> Iterator[Figure]:
    """Bytes of a mixed story of 2 KB in each topic and in the index, merged to one segment."""
    stories = [raw(number) for number in range(COUNT * 2)]
    with bench.pipeline() as settings, connect(settings) as client, RawProducer(settings) as producer:
        with workers(settings, 1):
            _through(client, settings, producer, stories, len(stories))
        index = Names(settings.index_prefix).operators
        client.indices.forcemerge(index=index, max_num_segments=1)
        client.indices.flush(index=index)
        store = client.indices.stats(index=index, metric="store")["_all"]["primaries"]["store"]["size_in_bytes"]
        yield Figure("on disk: a transmission", sum(len(one.value) for one in stories) / len(stories), "bytes")
        for topic in TOPICS[:2]:
            size = _log_bytes(settings, topic.with_prefix(settings.topic_prefix))
            yield Figure(f"on disk: a record of {topic.name}", size / len(stories), "bytes")
        yield Figure("on disk: a document of the index", store / len(stories), "bytes")


def _log_bytes(settings: Settings, topic: str) -> int:
    with closing(KafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap.split(","))) as admin:
        brokers = admin.describe_log_dirs([topic])
    return sum(
        partition["partition_size"]
        for broker in brokers
        for folder in broker["log_dirs"]
        for found in folder["topics"]
        for partition in found["partitions"]
    )
