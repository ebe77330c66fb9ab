"""The HTTP intake held against its own description by schemathesis."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis.strategies import SearchStrategy
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection
from schemathesis.specs.openapi.schemas import OpenApiSchema

from tests.intake.serving import BEARER


def statuses(url: str, mode: str, examples: int) -> set[int]:
    """Statuses of answers, all as described; `mode` as schemathesis names it: requests that fit, or that don't."""
    generation = GenerationMode(mode)
    tried = set()

    def holds(case: Case, mended: bool = False) -> None:
        left_out = [negative_data_rejection] if mended else []
        tried.add(case.call_and_validate(base_url=url, headers=BEARER, excluded_checks=left_out).status_code)

    for operation in _operations(schemathesis.openapi.from_url(f"{url}/openapi.json")):
        cases = operation.as_strategy(generation_mode=generation)
        takes_something = operation.method == "post"
        if takes_something or generation is GenerationMode.POSITIVE:
            _hold(cases, holds, examples)
        if takes_something:
            _hold(cases.map(_for_our_feed), partial(holds, mended=True), examples)
    return tried


def _operations(schema: OpenApiSchema) -> list[APIOperation]:
    return [result.ok() for result in schema.get_all_operations()]


def _hold(cases: SearchStrategy[Case], holds: Callable[[Case], None], examples: int) -> None:
    @bounded(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(cases)
    def check(case: Case) -> None:
        holds(case)

    check()


def _for_our_feed(case: Case) -> Case:
    """With a feed that the token opens: what was wrong with the case may thereby be mended."""
    case.path_parameters["feed"] = "test"
    return case
