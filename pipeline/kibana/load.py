"""Loads the objects into a Kibana through its API.

One request, which may be repeated. Only objects with our own ids are written over; nothing is deleted, no setting of
Kibana is touched. What stands in the way is an OperatorError.
"""

from __future__ import annotations

from typing import Any

import msgspec
import urllib3

from pipeline.failure import OperatorError
from pipeline.kibana.boards import kibana
from pipeline.kibana.saved import ndjson
from pipeline.search.names import Names
from pipeline.settings import Settings

IMPORT = "/api/saved_objects/_import?overwrite=true"
PATIENCE = urllib3.Timeout(connect=10, read=60)
ERRORS_SHOWN = 5


def load_kibana(settings: Settings, url: str) -> list[str]:
    """Load all objects into the Kibana at `url` (with its base path and space, if any: `…/s/desk`).

    Out: sentences that say what was done. Raises OperatorError.
    """
    base = url.rstrip("/")
    made = kibana(Names(settings.index_prefix))
    answer = _post(settings, base, ndjson(made.objects).encode())
    taken = answer.get("successCount", 0)
    if not answer.get("success") or taken != len(made.objects):
        raise OperatorError(
            f"Kibana at {base} took {taken} of {len(made.objects)} objects: {_errors(answer)}. "
            "They are made for Kibana 9.2; `wire setup` may be run again."
        )
    opened = (f"Kibana: {one.attributes['title']}: {base}/app/dashboards#/view/{one.id}" for one in made.dashboards)
    return [f"Kibana at {base}: {taken} objects loaded", *opened]


def _post(settings: Settings, base: str, lines: bytes) -> dict[str, Any]:
    ca = str(settings.kibana_ca) if settings.kibana_ca else None
    try:
        with urllib3.PoolManager(ca_certs=ca) as pool:
            answer = pool.request(
                "POST",
                base + IMPORT,
                fields={"file": ("wire.ndjson", lines, "application/ndjson")},
                headers={"kbn-xsrf": "wire", **_credentials(settings)},
                timeout=PATIENCE,
                retries=False,
                redirect=False,
            )
    except urllib3.exceptions.HTTPError as error:
        raise OperatorError(
            f"Kibana can't be reached at {base}: {error}. Is it up, and is WIRE_KIBANA_URL right?"
        ) from error
    if answer.status != 200:
        raise OperatorError(
            f"Kibana at {base} answered {answer.status}. {_ADVICE.get(answer.status, _said(answer.data))}"
        )
    try:
        return msgspec.json.decode(answer.data, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise OperatorError(f"What answers at {base} is no Kibana: {_said(answer.data)}") from error


_ADVICE = {
    302: "That is where people log in: set WIRE_KIBANA_API_KEY, or WIRE_ELASTICSEARCH_USERNAME and …_PASSWORD.",
    401: "Set WIRE_KIBANA_API_KEY, or WIRE_ELASTICSEARCH_USERNAME and …_PASSWORD.",
    403: "That user or key needs the Kibana privilege to manage saved objects, in this space.",
    404: "Is the address right? It may need a base path, or a space: https://host:5601/s/desk.",
    413: "Raise savedObjects.maxImportPayloadBytes of Kibana.",
    503: "It is still starting, or has no Elasticsearch: run `wire setup` again in a minute.",
}


def _credentials(settings: Settings) -> dict[str, str]:
    """Kibana's own key; else the user that Elasticsearch knows, who is Kibana's too."""
    if settings.kibana_api_key:
        return {"authorization": f"ApiKey {settings.kibana_api_key.get_secret_value()}"}
    if settings.elasticsearch_username and settings.elasticsearch_password:
        user = f"{settings.elasticsearch_username}:{settings.elasticsearch_password.get_secret_value()}"
        return urllib3.make_headers(basic_auth=user)
    return {}


def _errors(answer: dict[str, Any]) -> str:
    """`dashboard wire-newsroom: missing_references` for each object that was not taken, the first of them."""
    errors = [f"{e.get('type')} {e.get('id')}: {_why(e.get('error', {}))}" for e in answer.get("errors", ())]
    more = [f"and {len(errors) - ERRORS_SHOWN} more"] if len(errors) > ERRORS_SHOWN else []
    return "; ".join([*errors[:ERRORS_SHOWN], *more]) or "it doesn't say why"


def _why(error: dict[str, Any]) -> str:
    return str(error.get("message") or error.get("type") or "no reason given")


def _said(body: bytes) -> str:
    text = body[:200].decode("utf-8", "replace").strip()
    return f"It said: {text}" if text else "It said nothing."
