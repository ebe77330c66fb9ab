"""Logs of every process: lines for a person or JSON for a machine; ids, never a story's text."""

from __future__ import annotations

import logging
import sys

import structlog

from pipeline.settings import Settings

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_LIBRARIES_LEVEL = logging.WARNING
"""Faust, aiokafka and elastic_transport log every step at `info`; what an operator needs of them is a warning."""

_NOISY = ("kafka.net.selector",)
"""Says at `warning` that its loop was busy for a tenth of a second: on a machine with work that is no news."""


def setup_logs(settings: Settings) -> None:
    """Send our logs and the libraries' warnings to standard error, in the form that the settings name."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.processors.format_exc_info, last]
        if settings.log_format == "json"
        else [*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[settings.log_level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=last, foreign_pre_chain=shared))
    logging.basicConfig(level=_LIBRARIES_LEVEL, handlers=[handler], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.ERROR)
