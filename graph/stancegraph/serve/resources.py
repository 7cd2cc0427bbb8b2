"""Pages and descriptions: the interactive page, cards of things, questions, this service."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

if TYPE_CHECKING:
    from stancegraph.serve.app import Server

Page = Callable[["Server", Request], Awaitable[Response]]


async def icon(server: Server, request: Request) -> Response:
    """Browsers ask for it; there is none."""
    return Response(status_code=204)


PAGES: dict[str, Page] = {"/favicon.ico": icon}
