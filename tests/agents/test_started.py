"""A delivery is driven without a task until it must wait; then it goes on, or is interrupted, like any other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any

import pytest
from mode import Service

from pipeline.agents.transport import started


def in_a_loop(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    @wraps(test)
    def run() -> None:
        asyncio.run(test())

    return run


@in_a_loop
async def test_nothing_is_left_of_what_never_waits() -> None:
    done: list[str] = []

    async def deliver() -> None:
        done.append("delivered")

    assert started(deliver()) is None
    assert done == ["delivered"]


@in_a_loop
async def test_what_must_wait_goes_on_where_it_stopped() -> None:
    gate, second = asyncio.Event(), asyncio.Event()
    done: list[str] = []

    async def deliver() -> None:
        await gate.wait()
        done.append("first")
        await asyncio.sleep(0)
        await second.wait()
        done.append("second")

    rest = started(deliver())
    assert rest is not None
    task = asyncio.ensure_future(rest)
    await asyncio.sleep(0)
    assert done == []
    gate.set()
    second.set()
    await task
    assert done == ["first", "second"]


@in_a_loop
async def test_what_waits_can_be_interrupted() -> None:
    done: list[str] = []

    async def deliver() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            done.append("interrupted")
            raise

    rest = started(deliver())
    assert rest is not None
    task = asyncio.ensure_future(rest)
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done == ["interrupted"]


@in_a_loop
async def test_an_exception_comes_through_before_and_after_a_wait() -> None:
    async def at_once() -> None:
        raise KeyError("at once")

    async def later() -> None:
        await asyncio.sleep(0)
        raise KeyError("later")

    with pytest.raises(KeyError, match="at once"):
        started(at_once())
    rest = started(later())
    assert rest is not None
    with pytest.raises(KeyError, match="later"):
        await rest


@in_a_loop
async def test_faust_waits_for_what_is_left_or_for_what_interrupts_it() -> None:
    """By its own `wait_first`, which asks each thing to be a `collections.abc.Awaitable`."""
    consumer = Service()
    gate, suspend = asyncio.Event(), asyncio.Event()
    done: list[str] = []

    async def deliver() -> None:
        await gate.wait()
        done.append("delivered")

    rest = started(deliver())
    assert rest is not None
    asyncio.get_running_loop().call_soon(gate.set)
    await consumer.wait_first(rest, suspend.wait())
    assert done == ["delivered"]

    gate.clear()
    rest = started(deliver())
    assert rest is not None
    asyncio.get_running_loop().call_soon(suspend.set)
    await consumer.wait_first(rest, suspend.wait())
    assert done == ["delivered"], "the suspended one is interrupted"
