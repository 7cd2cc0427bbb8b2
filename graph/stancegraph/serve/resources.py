"""Pages and descriptions: the interactive page, cards of things, questions, this service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request

from stancegraph.serve.messages import Reply
from stancegraph.serve.problems import Refused
from stancegraph.serve.requests import path_of

if TYPE_CHECKING:
    from stancegraph.serve.app import App


async def answer(server: App, request: Request) -> Reply:
    """What is at an address.

    Raises:
        Refused: 404, as there is nothing.
    """
    path = path_of(request)
    if path == "/favicon.ico":
        # Browsers ask for it; there is none.
        return Reply(204)
    raise Refused(404, "there is nothing at this address")
