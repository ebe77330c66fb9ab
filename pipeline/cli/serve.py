"""`wire serve` and `wire token`."""

from __future__ import annotations

import json
import re
import signal
import socket
from typing import Annotated

import structlog
import typer

from pipeline.cli.log_format import LogFormatOption, choose
from pipeline.console import errors
from pipeline.failure import OperatorError
from pipeline.logs import setup_logs
from pipeline.settings import FEED_NAME, Settings, settings

log = structlog.get_logger()

_HEAD_BYTES = 16 * 1024
"""Bytes of a request's head, at most."""


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on, instead of WIRE_HTTP_HOST.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port, instead of WIRE_HTTP_PORT.")] = None,
    log_format: LogFormatOption = None,
) -> None:
    """Take stories over HTTP until SIGTERM or Ctrl-C: POST them, and 202 means that Kafka has them.

    Each feed has tokens of its own (`wire token`). Without a certificate it listens on this machine only, unless told
    otherwise. An answer other than 202 says why in JSON; 429 and 503 say when to post again.

    Exit codes: 0 stopped when told to; 3 only an operator can mend it (no tokens, port in use, no such certificate).

    Examples:

      wire serve

      curl -H "Authorization: Bearer $TOKEN" --data-binary @story.xml http://127.0.0.1:28080/feeds/desk/stories
    """
    choose(log_format)
    stated = {"http_host": host, "http_port": port}
    chosen = settings().model_copy(update={name: value for name, value in stated.items() if value is not None})
    setup_logs(chosen)
    if not chosen.http_tokens:
        raise OperatorError("no feed has a token, so nobody could post. Make one: `wire token FEED`.")
    with _listening(chosen) as listener:
        _serve(chosen, listener)


def token(
    feed: Annotated[str, typer.Argument(help="The feed that it opens: a-z, 0-9 and . _ -")],
) -> None:
    """Make a token for a feed: it is shown once, and the settings keep only its hash.

    The token goes to standard output, what to write into the settings to standard error. A feed may have several
    tokens, so that one can be changed without a gap.

    Exit codes: 0 made; 2 wrong use.

    Examples:

      wire token desk

      wire token afp-ar > afp-ar.token
    """
    if not re.fullmatch(FEED_NAME, feed):
        raise typer.BadParameter(f"{feed!r} is no name of a feed: a-z, 0-9 and . _ -", param_hint="FEED")
    from pipeline.intake.http.tokens import hash_of, new_token  # noqa: PLC0415  # keeps `wire --help` quick

    made = new_token()
    tokens = {name: list(hashes) for name, hashes in settings().http_tokens.items()}
    tokens.setdefault(feed, []).append(hash_of(made))
    in_toml = "\n".join(["[http_tokens]", *(f"{json.dumps(name)} = {json.dumps(tokens[name])}" for name in tokens)])
    in_environment = f"WIRE_HTTP_TOKENS='{json.dumps(tokens)}'"
    errors.print(
        f"In wire.toml (at its end):\n\n{in_toml}\n\nor in the environment:\n\n{in_environment}\n\n"
        "The token, which is shown this once:",
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
    typer.echo(made)


def _listening(chosen: Settings) -> socket.socket:
    """A socket that listens where the settings say. Raises OperatorError."""
    family = socket.AF_INET6 if ":" in chosen.http_host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((chosen.http_host, chosen.http_port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise OperatorError(
            f"can't listen on {chosen.http_host} port {chosen.http_port}: {error.strerror or error}. "
            "Choose another with WIRE_HTTP_HOST and WIRE_HTTP_PORT."
        ) from error
    return listener


def _serve(chosen: Settings, listener: socket.socket) -> None:
    import uvicorn  # noqa: PLC0415  # keeps `wire --help` quick

    from pipeline.intake.http.app import make_app  # noqa: PLC0415  # keeps `wire --help` quick

    secured = _is_secured(chosen)
    config = uvicorn.Config(
        make_app(chosen),
        ssl_certfile=chosen.http_certificate,
        ssl_keyfile=chosen.http_key,
        log_config=None,  # ours are set up
        access_log=False,  # no line for each story; /metrics counts
        server_header=False,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        timeout_graceful_shutdown=int(chosen.http_confirm_wait) + 5,
        ws="none",
    )
    try:
        config.load()
    except OSError as error:  # ssl.SSLError is one
        raise OperatorError(f"WIRE_HTTP_CERTIFICATE and WIRE_HTTP_KEY are no pair that works: {error}") from error
    address, port = listener.getsockname()[:2]
    if not secured and address not in {"127.0.0.1", "::1"}:
        log.warning(
            "tokens travel unencrypted; set WIRE_HTTP_CERTIFICATE, or put a proxy with TLS before", host=address
        )
    log.info("listening", url=f"http{'s' if secured else ''}://{address}:{port}", feeds=",".join(chosen.http_tokens))
    for signum in (signal.SIGTERM, signal.SIGINT):  # uvicorn stops in good order, then raises the signal once more
        signal.signal(signum, lambda *_: None)
    uvicorn.Server(config).run(sockets=[listener])


def _is_secured(chosen: Settings) -> bool:
    """Whether TLS is wanted. Raises OperatorError where half of what it needs is missing."""
    pair = {"WIRE_HTTP_CERTIFICATE": chosen.http_certificate, "WIRE_HTTP_KEY": chosen.http_key}
    stated = {name: path for name, path in pair.items() if path is not None}
    if len(stated) == 1:
        raise OperatorError("TLS needs both WIRE_HTTP_CERTIFICATE and WIRE_HTTP_KEY.")
    for name, path in stated.items():
        if not path.is_file():
            raise OperatorError(f"{name} names {path}, and there is no such file.")
    return bool(stated)
