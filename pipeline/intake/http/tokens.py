"""Tokens of the feeds: made here, kept as hashes, compared in constant time.

A token has 256 bits of chance, so a plain SHA-256 keeps it: there is nothing to guess that a slow hash would protect.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence

from pipeline.intake.http.refused import RefusedError

_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="wire"'}


def new_token() -> str:
    """A token that nobody has, URL-safe."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What the settings hold instead of the token.

    >>> hash_of("swordfish")[:16]
    'b9f195c5cc7ef6af'
    """
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class Tokens:
    """The hashes of every feed; a feed may have several, so that a token can be changed without a gap."""

    def __init__(self, hashes: Mapping[str, Sequence[str]]) -> None:
        self._hashes = [(feed, known) for feed, listed in hashes.items() for known in listed]

    def check(self, feed: str, authorization: str | None) -> None:
        """Return if the `Authorization` header opens this feed; raises RefusedError (401, 403).

        Every known hash is compared, so that the time says nothing of which one is near. A feed without tokens is
        answered like one that doesn't exist.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise RefusedError("no-token", "send `Authorization: Bearer TOKEN`", _CHALLENGE)
        given = hash_of(token.strip())
        opened = [name for name, known in self._hashes if hmac.compare_digest(known, given)]
        if not opened:
            raise RefusedError("no-token", "no feed has this token", _CHALLENGE)
        if feed not in opened:
            raise RefusedError("other-feed", f"the token is not one of the feed {feed}")
