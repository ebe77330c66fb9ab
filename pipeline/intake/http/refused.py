"""Why a post is not taken: a status, a word of a closed list for the sender's program, a sentence for its operator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

REASONS: Mapping[str, tuple[int, str]] = {
    "wrong-use": (400, "The address or a parameter can't be read; `detail` says which."),
    "empty": (400, "The body is empty."),
    "no-token": (401, "No token, or one that no feed has: send `Authorization: Bearer TOKEN`."),
    "other-feed": (403, "The token is another feed's."),
    "not-found": (404, "There is nothing at this address."),
    "not-allowed": (405, "This address takes other methods; `Allow` names them."),
    "slow": (408, "The body did not arrive in time. Post it again."),
    "too-large": (413, "The body is larger than WIRE_HTTP_STORY_BYTES."),
    "wrapped": (415, "The story is wrapped in a form or compressed: post its bytes as they are."),
    "busy": (429, "Too much waits for Kafka. Post it again after `Retry-After` seconds."),
    "unconfirmed": (503, "Kafka is away or did not confirm in time. Post it again after `Retry-After` seconds."),
}
"""Every reason with its status and its meaning: also what the OpenAPI description is made of."""

RETRY_SECONDS = {"slow": 1, "busy": 1, "unconfirmed": 5}


@dataclass(eq=False)  # an exception is compared by identity
class RefusedError(Exception):
    """Raised wherever it is known that a post is not taken; answered in one place."""

    reason: str
    detail: str
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """HTTP status of the reason."""
        return REASONS[self.reason][0]

    def all_headers(self) -> dict[str, str]:
        """Its headers, with when to try again."""
        wait = RETRY_SECONDS.get(self.reason)
        return {**self.headers, **({"Retry-After": str(wait)} if wait else {})}
