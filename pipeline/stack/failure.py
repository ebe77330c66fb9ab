"""What can go wrong with the embedded stack, as one sentence for a person."""

from __future__ import annotations

from pipeline.failure import OperatorError


class StackError(OperatorError):
    """The embedded stack can't start or did not stay up; the message says why and what to do."""


def extra_missing(package: str) -> StackError:
    """The error where a package of the extra `embedded` is not installed: the pipeline works without it."""
    return StackError(
        f"the embedded stack needs the package {package}, which comes with the extra `embedded` "
        "(wire-story-pipeline[embedded]); without it, name servers of your own (WIRE_KAFKA_BOOTSTRAP, "
        "WIRE_ELASTICSEARCH_URL)."
    )
