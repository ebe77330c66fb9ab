"""`--log-format` of the commands that run for long."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer


class LogFormat(StrEnum):
    """How lines of the log are written."""

    JSON = "json"
    CONSOLE = "console"


LogFormatOption = Annotated[LogFormat | None, typer.Option(help="Form of the log, instead of WIRE_LOG_FORMAT.")]


def choose(log_format: LogFormat | None) -> None:
    """Make it the setting of this process and of those that it starts; before the settings are read."""
    if log_format is not None:
        os.environ["WIRE_LOG_FORMAT"] = log_format
