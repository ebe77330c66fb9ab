"""Memory while a producer is faster than the workers: resident size of each process, and how far they are behind."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count
from statistics import median

from msgspec import structs

from bench.figures import Figure
from bench.processes import role_of, tree
from bench.servers import Bench, indexed, send, wait_until, workers
from bench.stories import raw
from pipeline.kafka.producer import RawProducer
from pipeline.search.client import connect
from pipeline.settings import Settings
from pipeline.status.look import look
from pipeline.status.report import Flow, Status
from pipeline.story.model import RawStory

TITLE = "resident size while a producer is faster than the workers"
SECONDS, LONG_SECONDS = 60, 600
A_SECOND = 1000
"""Stories sent a second: more than one enrich process can take on any machine so far."""
TEXTS = 500
"""Different texts, sent again and again as different stories."""
MEGABYTE = 1_000_000


def measure(bench: Bench) -> list[Figure]:
    """Growth is the median of the last third of the time ÷ that of the second third; the first is the warm-up."""
    texts = [raw(number) for number in range(TEXTS)]
    seconds = LONG_SECONDS if bench.long else SECONDS
    with bench.pipeline() as settings, connect(settings) as client, workers(settings, 1) as pid:
        with RawProducer(settings) as producer:
            send(producer, texts)
        wait_until(lambda: indexed(client, settings) == TEXTS, pause=0.5)
        stop, sent = threading.Event(), [TEXTS]
        sender = threading.Thread(target=_send_faster, args=(settings, texts, stop, sent))
        sender.start()
        try:
            sizes = _sampled(pid, seconds)
        finally:
            stop.set()
            sender.join()
        told = look(settings, 1.0)
        done = indexed(client, settings)
    if done >= sent[0]:
        raise SystemExit("the workers kept up with the producer: nothing was shown")
    figures = [
        Figure("backpressure: sent", (sent[0] - TEXTS) / seconds, "stories/s"),
        Figure("backpressure: indexed", (done - TEXTS) / seconds, "stories/s"),
        Figure("backpressure: behind at the end", sent[0] - done, "stories"),
    ]
    figures += [
        Figure(f"backpressure: lag of {flow.role} in wire status", flow.lag, "records") for flow in _flows(told)
    ]
    print(*(f"wire status: {finding.level}: {finding.sentence}" for finding in told.findings), sep="\n")
    for role, values in sizes.items():
        third = len(values) // 3
        growth = median(values[-third:]) / median(values[third : 2 * third])
        figures += [
            Figure(f"backpressure: {role}, largest", max(values) / MEGABYTE, "MB"),
            Figure(f"backpressure: {role}, last third ÷ second third", growth, "×"),
        ]
    return figures


def _flows(told: Status) -> list[Flow]:
    return told.kafka.flows if told.kafka else []


def _send_faster(settings: Settings, texts: Sequence[RawStory], stop: threading.Event, sent: list[int]) -> None:
    """`A_SECOND` stories each second until told to stop; `sent` holds how many there are by now."""
    numbers = count(TEXTS)
    with RawProducer(settings) as producer:
        due = time.monotonic()
        while not stop.wait(max(0.0, due - time.monotonic())):
            due += 1
            send(producer, (_again(texts, next(numbers)) for _ in range(A_SECOND)))
            sent[0] += A_SECOND


def _again(texts: Sequence[RawStory], number: int) -> RawStory:
    text = texts[number % TEXTS]
    return RawStory(value=text.value, headers=structs.replace(text.headers, uri=f"urn:bench:{number}"))


def _sampled(pid: int, seconds: float) -> Mapping[str, list[int]]:
    """Resident size of the worker of each role, once a second."""
    sizes: dict[str, list[int]] = defaultdict(list)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for process in tree(pid):
            if role := role_of(process.pid):
                sizes[role].append(process.resident)
        time.sleep(1)
    return sizes
