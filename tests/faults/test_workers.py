"""Workers that die, stop, join and leave in the middle of the work."""

from __future__ import annotations

import os
import random
import signal
import subprocess
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from pipeline.settings import Settings
from tests.faults.oracle import Oracle
from tests.faults.waiting import outlast
from tests.stack_fixtures import children, start_worker, wait_until, working

pytestmark = pytest.mark.stack


@pytest.fixture
def oracle(wire: Settings, search_client: Elasticsearch) -> Oracle:
    return Oracle(wire, search_client)


def started(supervisor: subprocess.Popen[bytes]) -> None:
    """Wait until it is up: a process that is told to stop while it loads ends as any program does."""
    wait_until(lambda: len(children(supervisor)) == 2, "both workers are started")


def moments(chance: random.Random, count: int, stories: int) -> list[int]:
    """Numbers of indexed stories at which something happens."""
    return sorted(chance.sample(range(1, int(stories * 0.9)), count))


def test_workers_killed_at_random_moments_lose_nothing(oracle: Oracle, chance: random.Random, long: bool) -> None:
    """`kill -9`: no last words, no commit; the supervisor starts the worker again."""
    stories, kills = (20_000, 20) if long else (3_000, 4)
    oracle.produce(stories // 2, versions=2)
    with working(oracle.settings) as supervisor:
        for moment in moments(chance, kills, stories // 2):
            oracle.wait_for(moment)
            started(supervisor)
            os.kill(chance.choice(children(supervisor)), signal.SIGKILL)
        oracle.wait_until_final()


def test_workers_told_to_stop_at_random_moments_lose_nothing(oracle: Oracle, chance: random.Random, long: bool) -> None:
    """SIGTERM: what is final is committed, and the exit status is 0 each time."""
    stories, stops = (20_000, 20) if long else (3_000, 3)
    oracle.produce(stories // 2, versions=2)
    for moment in moments(chance, stops, stories // 2):
        with working(oracle.settings) as supervisor:
            started(supervisor)
            oracle.wait_for(moment)
    with working(oracle.settings):
        oracle.wait_until_final()


def test_workers_that_join_and_leave_all_the_time_lose_nothing(
    oracle: Oracle, chance: random.Random, long: bool
) -> None:
    """A rebalance every few seconds, under load: the way in which a consumer that commits too far loses most."""
    rounds = 24 if long else 5
    per_round = 600
    with working(oracle.settings):
        for number in range(rounds):
            oracle.produce(per_round, first=number * per_round)
            with working(oracle.settings) as joiner:
                # it is told to go at any moment, from before its first record to the middle of its work
                started(joiner)
                outlast(chance.uniform(0.0, 5.0))
        oracle.wait_until_final()


def test_workers_that_sleep_and_wake_keep_the_order_of_versions(oracle: Oracle) -> None:
    """A machine that is suspended: the group gives their partitions away, and wakes them with full buffers.

    Faust hands on what is still in the buffers beside what is read again. Few stories in many versions show whether
    such a record was sent before its turn.
    """
    oracle.produce(8, versions=250)
    with working(oracle.settings) as supervisor:
        oracle.wait_for(1)
        workers = children(supervisor)
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        outlast(oracle.settings.session_timeout + 2)
        for worker in workers:
            os.kill(worker, signal.SIGCONT)
        oracle.wait_until_final()


def test_the_supervisor_killed_takes_its_workers_with_it(oracle: Oracle) -> None:
    """Orphans would go on consuming beside the next start's workers, unseen."""
    oracle.produce(1_000)
    supervisor = start_worker(oracle.settings)
    oracle.wait_for(1)
    workers = children(supervisor)
    supervisor.kill()
    supervisor.wait()
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), "its workers end too", 30)
    with working(oracle.settings):
        oracle.wait_until_final()
