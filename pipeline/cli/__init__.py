"""The command `wire`. Each command is a module; this one only lists them.

Exit codes of every command: 0 all well; 1 something was refused or not found, and the rest was done; 2 wrong use;
3 only an operator can mend it (credentials, missing index, topic of another shape); 130 ended by Ctrl-C. `wire status`
says with 1 that something deserves attention, with 2 that it is an alarm.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from pipeline.cli.unreachable import unreachable
from pipeline.failure import OperatorError

COMMANDS = {
    "up": "stack:up",
    "down": "stack:down",
    "demo": "demo:demo",
    "produce": "produce:produce",
    "serve": "serve:serve",
    "token": "serve:token",
    "worker": "worker:worker",
    "process": "process:process",
    "search": "search:search",
    "replay": "replay:replay",
    "rejected": "rejected:app",
    "status": "status:status",
    "setup": "setup:setup",
    "evaluate": "evaluate:evaluate",
    "gazetteer": "gazetteer:gazetteer",
}
"""Each command with its place in this package (`module:name`): a function, or a `typer.Typer` of several commands."""


class _OnDemand(TyperGroup):
    """Loads only the command that is called: all of them together take longer than most commands run."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # typer's own click is private
        """In the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]  # as above
        """The command, loaded; null where there is none of the name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        found = getattr(import_module(f"{__name__}.{module}"), name)
        if isinstance(found, typer.Typer):
            return typer.main.get_group(found)
        alone = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False)
        alone.command(cmd_name)(found)
        return typer.main.get_command(alone)


app = typer.Typer(
    name="wire",
    cls=_OnDemand,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


@app.callback()
def wire() -> None:
    """News-agency stories through Kafka and Faust into Elasticsearch."""


def main() -> None:
    """Entry point: runs a command; an operator's error is one clear message, never a traceback."""
    try:
        app()
    except OperatorError as error:
        print(f"wire: {error}", file=sys.stderr)
        sys.exit(OperatorError.EXIT)
    except ValidationError as error:
        for fault in error.errors(include_input=False, include_url=False):
            name = ".".join(str(part) for part in fault["loc"]).upper()
            setting = f"setting WIRE_{name.removeprefix('WIRE_')}: " if name else ""
            print(f"wire: {setting}{fault['msg'].removeprefix('Value error, ')}", file=sys.stderr)
        sys.exit(OperatorError.EXIT)
    except Exception as error:
        if (sentence := unreachable(error)) is None:
            raise
        print(f"wire: {sentence}", file=sys.stderr)
        sys.exit(OperatorError.EXIT)
