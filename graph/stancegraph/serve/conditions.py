"""Conditional requests: what a client has already, and what it must not undo (RFC 9110, 13)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from stancegraph.serve.messages import Reply
from stancegraph.serve.problems import Refused

if TYPE_CHECKING:
    from starlette.requests import Request

_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_CONDITIONS = (b"if-match", b"if-none-match")
_BODY_ONLY = ("content-type", "content-encoding")


class Conditions(NamedTuple):
    """Under which a request is to be carried out.

    Args:
        match: what `If-Match` says.
        none_match: what `If-None-Match` says.
    """

    match: str | None = None
    none_match: str | None = None

    def check(self, there: bool, tags: Callable[[], Iterable[str]]) -> None:
        """Let a change go on only where it is wanted (RFC 9110, 13.2.2).

        Args:
            there: whether there is anything at the address now.
            tags: gives those that a GET of it may give; not called without need.

        Raises:
            Refused: 412, as a condition does not hold.
        """
        if self.match is not None and not _names(self.match, there, tags):
            raise Refused(412, "it has changed: If-Match names no tag that it has now")
        if self.none_match is not None and _names(self.none_match, there, tags, weak=True):
            raise Refused(412, "it is there already: If-None-Match rules that out")


def stated(request: Request) -> Conditions:
    """The conditions of a request; several headers of one name are one."""
    found = [(name, value) for name, value in request.scope["headers"] if name in _CONDITIONS]
    if not found:
        return Conditions()
    return Conditions(*(_joined(found, name) for name in _CONDITIONS))


def _joined(found: list[tuple[bytes, bytes]], wanted: bytes) -> str | None:
    values = [value.decode("latin-1") for name, value in found if name == wanted]
    return ", ".join(values) if values else None


def conditional(request: Request, reply: Reply) -> Reply:
    """What a reader gets: a short reply where it has the answer already (RFC 9110, 15.4.5).

    Raises:
        Refused: 412, as it wants another state of it than there is.
    """
    tag = reply.headers.get("etag")
    if request.method not in ("GET", "HEAD") or reply.status != 200 or not tag:
        return reply
    asked = stated(request)
    if asked == Conditions():
        return reply
    Conditions(match=asked.match).check(True, lambda: [tag])
    if asked.none_match is None or not _names(asked.none_match, True, lambda: [tag], weak=True):
        return reply
    kept = {name: value for name, value in reply.headers.items() if name not in _BODY_ONLY}
    return Reply(304, headers=kept)


def _names(
    header: str, there: bool, tags: Callable[[], Iterable[str]], *, weak: bool = False
) -> bool:
    """Whether a header names one of some tags; a star names whatever is there."""
    if header.strip() == "*":
        return there
    # To change something, a tag must be of the very same bytes (RFC 9110, 8.8.3.2).
    named = {tag for weakly, tag in _TAG.findall(header) if weak or not weakly}
    return bool(named) and there and any(tag in named for tag in tags())
