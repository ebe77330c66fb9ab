"""Looks into the built gazetteer: whose name it is, and by which names an entity is found."""

from __future__ import annotations

from bisect import bisect_left
from difflib import get_close_matches
from itertools import islice, takewhile

from pipeline.gazetteer.keys import key_of
from pipeline.gazetteer.known import Built, Form, Known

_NEAR = 5


def bearers(built: Built, name: str) -> list[tuple[Form, Known]]:
    """What a name may mean, the weightiest first; empty for an unknown name."""
    key = key_of(name)
    index = bisect_left(built.keys, key)
    if index == len(built.keys) or built.keys[index] != key:
        return []
    found = [(form, built.entities[form.entity]) for form in built.forms[index]]
    return sorted(found, key=lambda bearer: -bearer[1].weight)


def with_id(built: Built, entity_id: str) -> list[int]:
    """Places in `built.entities` of the entities with an id."""
    return [index for index, known in enumerate(built.entities) if known.id == entity_id]


def keys_of_entity(built: Built, entity: int) -> list[str]:
    """All keys under which an entity is found."""
    return [key for key, forms in zip(built.keys, built.forms, strict=True) if any(f.entity == entity for f in forms)]


def near(built: Built, name: str) -> list[str]:
    """Up to five known keys that begin like a name, or are spelt much like it."""
    key = key_of(name)
    if not key:
        return []
    names = [known for known, forms in zip(built.keys, built.forms, strict=True) if not _is_genitive(forms)]
    start = bisect_left(names, key)
    longer = list(islice(takewhile(lambda known: known.startswith(key), islice(names, start, None)), _NEAR))
    if len(longer) == _NEAR:
        return longer
    first = bisect_left(names, key[0])
    alike = takewhile(lambda known: known[0] == key[0], islice(names, first, None))
    return list(dict.fromkeys([*longer, *get_close_matches(key, alike, _NEAR, 0.75)]))[:_NEAR]


def _is_genitive(forms: list[Form]) -> bool:
    """A key that stands only for German genitives (`Putins`)."""
    return all(form.genitive for form in forms)


def conditions(form: Form) -> list[str]:
    """What must hold for a form to be linked, in words; empty where the name alone is enough."""
    found = [f"only in {', '.join(form.languages)}"] if form.languages else []
    if form.capitals:
        found.append("in capitals")
    if form.guarded:
        found.append("with context (guarded)")
    if form.short:
        found.append("beside the full name or after a title")
    if form.elided:
        found.append("after لل")
    return found
