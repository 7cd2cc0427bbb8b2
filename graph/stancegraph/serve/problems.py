"""What went wrong, as a problem document (RFC 9457)."""

from __future__ import annotations

import json
import sys
from http import HTTPStatus

from stancegraph.errors import QueryError, StancegraphError, StoreError, UnknownName
from stancegraph.serve.messages import Reply

MEDIA_TYPE = "application/problem+json"
# As RFC 9110 has them (15.5); not every Python does.
_TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}


class Refused(Exception):
    """A request that gets a problem document for an answer.

    Args:
        status: its HTTP status.
        detail: what is wrong and what would be right, in a sentence.
        headers: what else the client is told.
        more: further members of the document.
    """

    def __init__(
        self, status: int, detail: str, *, headers: dict[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers or {}
        self.more = more

    def reply(self) -> Reply:
        """The response; a reader may ask again, as what is wrong may not last."""
        body = {
            "type": "about:blank",
            "title": _TITLES.get(self.status) or HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }
        text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        headers = {"content-type": MEDIA_TYPE, "cache-control": "no-store", **self.headers}
        return Reply(self.status, text + b"\n", headers, lasting=False)


def refused(error: StancegraphError) -> Refused:
    """The refusal for an error of ours."""
    if isinstance(error, QueryError) and error.place:
        words, _, where = str(error).partition("\n")
        line, column = error.place
        return Refused(400, words, line=line, column=column, excerpt=where)
    if isinstance(error, StoreError):
        # Where the store is, is nobody's business but the operator's.
        print(error, file=sys.stderr)
        return busy("the store cannot be used now")
    return Refused(404 if isinstance(error, UnknownName) else 400, str(error))


def elsewhere(error: Exception) -> Refused:
    """The refusal for a query or an update that another server did not answer."""
    print(f"another server: {error}", file=sys.stderr)
    return Refused(502, "another server, which SERVICE or LOAD names, gives no answer")


def busy(why: str) -> Refused:
    """The refusal for a server that has too much to do."""
    return Refused(503, f"{why}: ask again later", headers={"retry-after": "5"})


def ended(took: float, seconds: float) -> Refused:
    """Why a worker ended while it worked."""
    if took >= 0.95 * seconds:
        return Refused(
            504, f"this took longer than {seconds:g} seconds and was stopped: ask for less"
        )
    return Refused(503, "answering this needed more memory than one request may take: ask for less")
