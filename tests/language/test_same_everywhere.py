"""The same text gets the same answer, byte for byte: in any process, thread, order and hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.story.language import Detector, load_detector
from tests.language.answers import hash_of_answers, texts

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def expected(detector: Detector) -> str:
    """The hash of the answers of this process."""
    return hash_of_answers(detector, seed=1)


def cold(hash_seed: str, order: int, threads: int) -> list[str]:
    """Hashes from a new process."""
    command = [sys.executable, "-m", "tests.language.answers", str(order), str(threads)]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=300)
    return done.stdout.split()


def test_there_are_enough_texts_to_differ_in() -> None:
    assert len(texts()) > 120


def test_sixteen_threads_of_a_cold_process_with_another_hash_seed_agree(expected: str) -> None:
    assert cold("4242", order=100, threads=16) == [expected] * 16


@pytest.mark.long
def test_twenty_processes_with_random_hash_seeds_agree(expected: str) -> None:
    assert [cold("random", order=number, threads=1) for number in range(20)] == [[expected]] * 20


def test_another_answer_would_change_the_hash(expected: str) -> None:
    assert hash_of_answers(load_detector({"*": ["ar", "en"]}), seed=1) != expected
