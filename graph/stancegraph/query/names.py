"""What people call a thing, to its id: `Alibaba`, `alibaba`, `entity:alibaba`, `Qwen team`."""

from __future__ import annotations

from stancegraph.errors import UnknownName, nearest
from stancegraph.store import Store, rows
from stancegraph.terms import ABSOLUTE_IRI, PREFIXES, iri, local

KINDS = ("entity", "issue", "position", "argument", "source", "stance")
_NAMES = """
SELECT ?id ?name WHERE {
  ?id rdfs:label|skos:altLabel|dct:title ?name FILTER(STRSTARTS(STR(?id), STR(%s:)))
}
"""


def resolve(store: Store, kind: str, name: str) -> str:
    """The id of what a name means.

    Args:
        store: the graph.
        kind: `entity`, `issue`, `position`, `argument`, `source` or `stance`.
        name: an id, a prefixed name, an IRI, or a label or alias in any case.

    Returns:
        The short name under the kind's prefix, or a whole IRI of another place.

    Raises:
        UnknownName: nothing is called so; the message names what comes near.
    """
    prefix, colon, rest = name.partition(":")
    wanted = PREFIXES[prefix] + rest if colon and prefix in PREFIXES else name
    if not ABSOLUTE_IRI.match(wanted):
        wanted = iri(kind, wanted) if wanted.replace("-", "").isalnum() else ""
    if wanted and store.has(subject=wanted):
        return local(kind, wanted)
    called = _called(store, kind)
    found = called.get(name.casefold())
    if found:
        return found
    near = nearest(name, [*called, *called.values()])
    hint = f" (did you mean '{called.get(near, near)}'?)" if near else ""
    article = "an" if kind[0] in "aei" else "a"
    raise UnknownName(f"'{name}' is not {article} {kind} of this graph{hint}")


def _called(store: Store, kind: str) -> dict[str, str]:
    found = rows(store.query(_NAMES % kind))
    return {str(name).casefold(): local(kind, str(id)) for id, name in found}
