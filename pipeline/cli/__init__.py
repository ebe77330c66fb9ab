"""The command `wire`. Each command is a module; this one only lists them.

Exit codes of every command: 0 all well; 1 something was refused or not found, and the rest was done; 2 wrong use;
3 only an operator can mend it (credentials, missing index, topic of another shape); 130 ended by Ctrl-C.
"""

from __future__ import annotations

import sys

import typer
from pydantic import ValidationError

from pipeline.cli.demo import demo
from pipeline.cli.evaluate import evaluate
from pipeline.cli.process import process
from pipeline.cli.produce import produce
from pipeline.cli.search import search
from pipeline.cli.setup import setup
from pipeline.cli.stack import down, up
from pipeline.cli.worker import worker
from pipeline.failure import OperatorError

app = typer.Typer(
    name="wire",
    help="News-agency stories through Kafka and Faust into Elasticsearch.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
for command in (up, down, demo, produce, worker, process, search, setup):
    app.command()(command)
app.add_typer(evaluate)


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
            print(f"wire: setting WIRE_{name.removeprefix('WIRE_')}: {fault['msg']}", file=sys.stderr)
        sys.exit(OperatorError.EXIT)
