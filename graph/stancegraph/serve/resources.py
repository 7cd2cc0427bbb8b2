"""Pages and descriptions: which address is which job."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from starlette.requests import Request

from stancegraph.serve.messages import Job, Reply, Wanted
from stancegraph.serve.problems import Refused
from stancegraph.serve.requests import Fields, check_iri, format_of, in_address, one, wanted
from stancegraph.site.addresses import read_path
from stancegraph.terms import PREFIXES
from stancegraph.version import VERSION

if TYPE_CHECKING:
    from stancegraph.serve.app import App

_QUESTION = re.compile(r"/questions/([a-z0-9-]+)\Z")
_TERM = re.compile(r"/ns(?:\.([a-z]+))?\Z")
# What asks the engine is no page to be found by others.
_ROBOTS = "User-agent: *\nDisallow: {root}sparql\nDisallow: {root}store\nDisallow: {root}query\n"


async def answer(server: App, request: Request) -> Reply:
    """What is at an address.

    Raises:
        Refused: 404, as there is nothing.
    """
    path, fields = request.scope["path"], in_address(request)
    want = wanted(request, format_of(fields))
    small = _small(server, path)
    if small is not None:
        return small
    return await server.pool.reply(_job(path, fields, want))


def _job(path: str, fields: Fields, want: Wanted) -> Job:
    """The job that an address means."""
    # A page is a page, whatever else is accepted: forms of data have addresses of their own.
    plain = Wanted(None, None, want.packed)
    if path == "/":
        return Job("front", (tuple(fields), plain))
    if path == "/query":
        # What is asked stands in the address, and the page reads it there.
        return Job("console", (plain,))
    if path == "/questions":
        return Job("questions", (plain,))
    if path == "/.well-known/void":
        return Job("described", (want,))
    if path == "/describe":
        return Job("thing", (_described(fields), None, want))
    if question := _QUESTION.match(path):
        return Job("question", (question[1], tuple(fields), plain))
    if term := _TERM.match(path):
        return Job("thing", (PREFIXES["st"].rstrip("#"), term[1], want))
    if found := read_path(path[1:]):
        return Job("thing", (*found, want))
    raise Refused(404, "there is nothing at this address")


def _described(fields: Fields) -> str:
    """The IRI that is asked for."""
    iri = one(fields, "iri")
    if not iri:
        raise Refused(400, "say what is to be described: /describe?iri=…")
    prefix, colon, name = iri.partition(":")
    full = PREFIXES[prefix] + name if colon and prefix in PREFIXES else iri
    check_iri(full)
    return full


def _small(server: App, path: str) -> Reply | None:
    """What needs no look at the graph."""
    if path == "/robots.txt":
        text = _ROBOTS.format(root=server.settings.root)
        return Reply(200, text.encode(), {"content-type": "text/plain; charset=utf-8"})
    if path == "/health":
        well = server.pool.well
        said = {"status": "ok" if well else "no workers", "version": VERSION}
        headers = {"content-type": "application/json", "cache-control": "no-store"}
        return Reply(200 if well else 503, json.dumps(said).encode(), headers)
    # Browsers ask for a picture; there is none.
    return Reply(204) if path == "/favicon.ico" else None
