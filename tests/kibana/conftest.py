"""The index and client of the tests of search serve here too."""

from __future__ import annotations

from tests.search.conftest import client, library

__all__ = ["client", "library"]
