"""The server as an ASGI application: each address, and what it does."""

from __future__ import annotations

import contextlib
import functools
import sys
import tempfile
import traceback
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlencode

from starlette.requests import Request

from stancegraph.serve import graph_store, resources
from stancegraph.serve.conditions import Conditions, conditional
from stancegraph.serve.messages import Job, Reply
from stancegraph.serve.negotiate import HTML, ROWS, TRIPLES, choose
from stancegraph.serve.pool import Pool
from stancegraph.serve.problems import MEDIA_TYPE as PROBLEM
from stancegraph.serve.problems import Refused
from stancegraph.serve.requests import (
    UPDATE,
    asked,
    check_host,
    check_token,
    has_token,
    path_of,
    wanted,
)
from stancegraph.serve.settings import Settings
from stancegraph.serve.writes import Ticket
from stancegraph.version import VERSION

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

Endpoint = Callable[[Request], Awaitable[Reply]]

# Who it is, so that a client knows what it can; and anybody's page may ask: what is changed needs
# the token, and cookies there are none (Fetch, 3.2).
_ALWAYS = (
    (b"server", f"stancegraph/{VERSION}".encode()),
    (b"access-control-allow-origin", b"*"),
    (b"x-content-type-options", b"nosniff"),
    (
        b"access-control-expose-headers",
        b"accept, accept-encoding, accept-post, allow, etag, link, location, retry-after, server,"
        b" www-authenticate",
    ),
)
_PREFLIGHT = {
    "access-control-allow-headers": (
        "accept, authorization, content-encoding, content-type, if-match, if-none-match"
    ),
    "access-control-max-age": "86400",
}
_MADE = (
    "The change was made. What follows from it was not derived in time; it will be with the next"
    " change, or the next start of the server.\n"
)
_PLAIN = "".join(map(chr, range(0x20, 0x7F)))


class App:
    """The application, over workers that have been started.

    Args:
        settings: of the server.
        pool: its workers.
    """

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self.settings = settings
        self.pool = pool
        self._paths: dict[str, tuple[Endpoint, tuple[str, ...]]] = {
            "/sparql": (self.sparql, ("GET", "HEAD", "POST")),
            "/store": (self.store, ("GET", "HEAD", "POST", "PUT", "DELETE")),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request (ASGI 3)."""
        assert scope["type"] == "http"
        request = Request(scope, receive)
        try:
            check_host(request)
            scope["path"] = self._below_root(path_of(request))
            reply = conditional(request, await self._answer(request))
        except Refused as error:
            reply = error.reply()
        except Exception:
            traceback.print_exc(file=sys.stderr)
            reply = Refused(500, "the server made a mistake; its log says more").reply()
        await _send(self._for_people(request, reply), send)

    async def write(self, name: str, *values: Any, conditions: Conditions | None = None) -> Reply:
        """The reply to a change; one that was made is told as made, whatever came after it."""
        with tempfile.NamedTemporaryFile(prefix="stancegraph-") as receipt:
            ticket = Ticket(receipt.name, conditions or Conditions())
            reply = await self.pool.write(Job(name, (ticket, *values)))
            if reply.status >= 500 and receipt.read():
                headers = {"content-type": "text/plain; charset=utf-8"}
                return Reply(202, _MADE.encode(), headers)
            return reply

    async def _answer(self, request: Request) -> Reply:
        endpoint, methods = self._paths.get(request.scope["path"], (self.page, ("GET", "HEAD")))
        if request.method in methods:
            return await endpoint(request)
        allowed = ", ".join((*methods, "OPTIONS"))
        if request.method == "OPTIONS":
            told = {"allow": allowed, "access-control-allow-methods": allowed, **_PREFLIGHT}
            return Reply(204, headers=told)
        what = f"{request.method} is not done at this address ({allowed})"
        raise Refused(405, what, headers={"allow": allowed})

    def _for_people(self, request: Request, reply: Reply) -> Reply:
        """A problem as a page where a person looks who went to a page."""
        is_problem = reply.headers.get("content-type") == PROBLEM
        if not is_problem or request.scope["path"] in self._paths:
            return reply
        if not _prefers_pages(wanted(request).accept):
            return reply
        # Nobody else needs the templates here.
        from stancegraph.serve.pages import problem

        return problem(reply, self.settings)

    def _below_root(self, path: str) -> str:
        """The server before this one may or may not take away the path under which it is known."""
        lead = unquote(self.settings.root).rstrip("/")
        return (path[len(lead) :] or "/") if f"{path}/".startswith(f"{lead}/") else path

    async def sparql(self, request: Request) -> Reply:
        """The SPARQL 1.1 Protocol; without a query, what this service is."""
        if request.headers.get("content-type", "").startswith(UPDATE):
            # Who may not write need not send the text.
            check_token(request, self.settings)
        ask = await asked(request)
        if ask.update is not None:
            check_token(request, self.settings)
            return await self.write("update", ask.update)
        if ask.query is None and request.method == "POST":
            raise Refused(400, "there is no query: give it as the field 'query'")
        want = wanted(request, ask.format, large=has_token(request, self.settings))
        # The editor asks the default graph: who names other graphs gets data.
        by_person = request.method != "POST" and _prefers_pages(want.accept)
        if by_person and not ask.format and not ask.dataset:
            text = f"?{urlencode({'query': ask.query})}" if ask.query else ""
            there = {"location": f"{self.settings.root}query{text}", "vary": "accept"}
            return Reply(303, headers=there)
        if ask.query is None:
            return await self.pool.reply(Job("service", (want,)))
        return await self.pool.reply(Job("query", (ask.query, ask.dataset, want)))

    async def store(self, request: Request) -> Reply:
        """The Graph Store HTTP Protocol."""
        return await graph_store.answer(self, request)

    async def page(self, request: Request) -> Reply:
        """Pages and data of things, and what else is read."""
        return await resources.answer(self, request)


async def _send(reply: Reply, send: Send) -> None:
    raw = [(name.encode(), _value(value)) for name, value in reply.headers.items()]
    if reply.status not in (204, 304):
        raw.append((b"content-length", b"%d" % len(reply.body)))
    raw += _ALWAYS
    await send({"type": "http.response.start", "status": reply.status, "headers": raw})
    await send({"type": "http.response.body", "body": reply.body})


def _value(text: str) -> bytes:
    """The value of a header; what none may hold is written as in an address (RFC 3987, 3.1)."""
    if text.isascii() and text.isprintable():
        return text.encode()
    return quote(text, safe=_PLAIN, errors="replace").encode()


@functools.lru_cache(maxsize=256)
def _prefers_pages(accept: str | None) -> bool:
    """Whether a person looks, who likes a page better than any data."""
    with contextlib.suppress(Refused):
        return bool(accept) and choose(accept, (*ROWS, *TRIPLES, HTML)) is HTML
    return False
