"""The SPARQL 1.1 Graph Store HTTP Protocol, at `/store?graph=IRI` and `/store?default`."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from starlette.requests import Request

from stancegraph.serve.conditions import stated
from stancegraph.serve.messages import Job, Reply
from stancegraph.serve.negotiate import QUADS, TRIPLES, syntax_of
from stancegraph.serve.problems import Refused
from stancegraph.serve.requests import (
    check_iri,
    check_token,
    format_of,
    has_token,
    in_address,
    one,
    spooled,
    wanted,
)
from stancegraph.serve.writes import Upload
from stancegraph.terms import PREFIXES

if TYPE_CHECKING:
    from stancegraph.serve.app import App

_LINES = ("nt", "rdf", "ttl", "jsonld")
_TRIPLES = tuple(offer for offer in TRIPLES if offer.format.name in _LINES)


async def answer(server: App, request: Request) -> Reply:
    """A graph read, put, added to or deleted; without a graph, all of them as quads."""
    found = in_address(request)
    name, default = one(found, "graph"), one(found, "default")
    if name is not None and default is not None:
        raise Refused(400, "give graph=IRI or default, not both")
    if name is not None:
        check_iri(name)
    graph = "" if default is not None else name
    if request.method in ("GET", "HEAD"):
        large = has_token(request, server.settings)
        want = wanted(request, format_of(found), large=large)
        return await server.pool.reply(Job("graph", (graph, want)))
    check_token(request, server.settings)
    if request.method == "DELETE":
        if graph is None:
            raise Refused(400, "say which graph is to go: graph=IRI, or default")
        return await server.write("delete", graph, conditions=stated(request))
    return await _stored(server, request, graph)


async def _stored(server: App, request: Request, graph: str | None) -> Reply:
    """An upload: to one graph, or as quads to those that it names."""
    media_type = request.headers.get("content-type")
    whole = graph is None and _is_quads(media_type)
    if graph is None and request.method == "PUT":
        raise Refused(400, "say which graph is to be replaced: graph=IRI, or default")
    syntax = syntax_of(media_type, QUADS if whole else _TRIPLES)
    packing = request.headers.get("content-encoding", "identity").lower()
    if packing not in ("identity", "gzip"):
        raise Refused(415, f"'{packing}' is not unpacked here", headers={"accept-encoding": "gzip"})
    made = graph is None and not whole
    if made:
        graph = f"{PREFIXES['graph']}{secrets.token_hex(8)}"
    most = server.settings.most_body
    async with spooled(request, most) as path:
        upload = Upload(path, syntax.name, packing == "gzip", most)
        verb = "add" if whole else "put" if request.method == "PUT" else "post"
        values = (upload,) if whole else (graph, upload)
        stored = await server.write(verb, *values, conditions=stated(request))
    if made and stored.status in (201, 202):
        return stored._replace(headers={**stored.headers, "location": str(graph)})
    return stored


def _is_quads(media_type: str | None) -> bool:
    kind = (media_type or "").partition(";")[0].strip().lower()
    return any(kind == offer.media_type for offer in QUADS if offer.format.name != "jsonld")
