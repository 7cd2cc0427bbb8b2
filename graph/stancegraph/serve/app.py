"""The server as an ASGI application: each address, and what it does."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from stancegraph.serve import graph_store, resources
from stancegraph.serve.messages import Job, Reply
from stancegraph.serve.negotiate import HTML, ROWS, TRIPLES, choose
from stancegraph.serve.pool import Pool
from stancegraph.serve.problems import Refused
from stancegraph.serve.requests import UPDATE, asked, check_token, wanted
from stancegraph.serve.settings import Settings

# A client that goes away is noticed after so many seconds: most answers are quicker.
SOON = 0.1
_CORS = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "POST", "PUT", "DELETE"],
    allow_headers=["authorization", "content-type", "accept", "if-none-match"],
    expose_headers=["etag", "location", "link", "retry-after"],
    max_age=86_400,
)


class Server:
    """What the addresses do, over one pool of workers."""

    def __init__(self, settings: Settings, pool: Pool) -> None:
        self.settings = settings
        self.pool = pool

    async def read(self, request: Request, job: Job) -> Response:
        """The response of a job that only reads."""
        reply = self.pool.kept.get(job)
        if reply is None:
            reply = await _unless_gone(request, self.pool.reply(job))
        return response(request, reply)

    async def write(self, request: Request, job: Job) -> Response:
        """The response of a job that changes the graph; the token has been seen."""
        return response(request, await self.pool.write(job))

    async def sparql(self, request: Request) -> Response:
        """The SPARQL 1.1 Protocol; without a query, what this service is."""
        if request.headers.get("content-type", "").startswith(UPDATE):
            # Who may not write need not send the text.
            check_token(request, self.settings)
        ask = await asked(request)
        if ask.update is not None:
            check_token(request, self.settings)
            return await self.write(request, Job("update", (ask.update,)))
        if ask.query is None and request.method == "POST":
            raise Refused(400, "there is no query: give it as the field 'query'")
        if not ask.format and _is_browser(request):
            text = {"query": ask.query} if ask.query else {}
            return _elsewhere(f"{self.settings.root}query", text)
        want = wanted(request, ask.format)
        if ask.query is None:
            return await self.read(request, Job("service", (want,)))
        return await self.read(request, Job("query", (ask.query, ask.dataset, want)))


def response(request: Request, reply: Reply) -> Response:
    """A reply as a response; a short one where the client has it already (RFC 9110, 13.1.2)."""
    headers, status, body = dict(reply.headers), reply.status, reply.body
    tag = headers.get("etag")
    if tag and tag in request.headers.get("if-none-match", ""):
        kept = ("etag", "vary", "cache-control")
        headers, status, body = {name: headers[name] for name in kept}, 304, b""
    return Response(body, status, headers)


def _is_browser(request: Request) -> bool:
    """Whether a person looks, who likes a page better than any data."""
    if request.method == "POST":
        return False
    with contextlib.suppress(Refused):
        accept = wanted(request).accept
        return bool(accept) and choose(accept, (*ROWS, *TRIPLES, HTML)) is HTML
    return False


def _elsewhere(path: str, fields: dict[str, str]) -> Response:
    address = path + (f"?{urlencode(fields)}" if fields else "")
    return Response(status_code=303, headers={"location": address, "vary": "accept"})


async def _unless_gone(request: Request, work: Coroutine[Any, Any, Reply]) -> Reply:
    """What the work gives; it is stopped when the client goes away."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=SOON)
    if not done:
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
            if not task.done():
                task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        return await task
    # Nobody reads this.
    return Refused(503, "the client went away").reply()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


# ---- the application

Endpoint = Callable[[Request], Awaitable[Response]]


def application(settings: Settings, pool: Pool) -> ASGIApp:
    """The application, over workers that have been started."""
    server = Server(settings, pool)
    routes = [
        _route("/sparql", server.sparql, "POST"),
        _route("/store", functools.partial(graph_store.endpoint, server), "POST", "PUT", "DELETE"),
        *(_route(path, functools.partial(page, server)) for path, page in resources.PAGES.items()),
    ]
    app = Starlette(
        routes=routes,
        middleware=[_CORS],
        exception_handlers={HTTPException: _problem, Exception: _mistake},
    )
    app.router.redirect_slashes = False
    return _under(settings.root, app)


def _route(path: str, endpoint: Endpoint, *methods: str) -> Route:
    async def careful(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refused as error:
            return response(request, error.reply())

    return Route(path, careful, methods=["GET", *methods])


async def _problem(request: Request, error: Exception) -> Response:
    """Starlette's own refusals, as problem documents: 404 and 405."""
    assert isinstance(error, HTTPException)
    words = {
        404: "there is nothing at this address",
        405: f"{request.method} is not done at this address",
    }
    detail = words.get(error.status_code, error.detail)
    refusal = Refused(error.status_code, detail, headers=dict(error.headers or {}))
    return response(request, refusal.reply())


async def _mistake(request: Request, error: Exception) -> Response:
    return response(request, Refused(500, "the server made a mistake; its log says more").reply())


def _under(root: str, app: ASGIApp) -> ASGIApp:
    """The application under a path, whether or not the server before it takes the path away."""
    if root == "/":
        return app
    lead = root.rstrip("/")

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (scope["path"] + "/").startswith(root):
            scope = dict(scope)
            scope["path"] = scope["path"][len(lead) :] or "/"
            scope["raw_path"] = scope["raw_path"][len(lead) :] or b"/"
        await app(scope, receive, send)

    return inner
