"""What a server's refusals and a network's failures mean, each in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from stancegraph.errors import QueryError, StancegraphError, StoreError
from stancegraph.store.remote.secrets import HOW, Secrets, shown

if TYPE_CHECKING:
    import requests

# Of an error's body so much is read, and so much of it is told.
_READ, _TOLD = 4_096, 300
_TOO_MUCH = (413, 422)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>|<h1[^>]*>(.*?)</h1>", re.DOTALL | re.IGNORECASE)


class TooMuch(StoreError):
    """A server gives, or takes, no more than so much at once."""


def refusal(response: requests.Response, secrets: Secrets, *, write: bool) -> StancegraphError:
    """The error for a response that is none of those with 2xx.

    Args:
        response: the response; the start of its body is read.
        secrets: who asks, as the server may know; it is not told if the server repeats it.
        write: whether something was to be changed.
    """
    url, code = shown(response.url), response.status_code
    if 300 <= code < 400:
        target = shown(urljoin(response.url, response.headers.get("location", "")))
        return StoreError(f"{url}: the server sends on to {target} (give that address)")
    words = secrets.out_of(_words(response))
    if code == 401:
        if secrets:
            return StoreError(f"{url}: the server does not accept the name or token{words} (401)")
        return StoreError(f"{url}: the server wants to know who asks (set {HOW})")
    if code == 400 and not write:
        return QueryError(f"{url}: the server cannot answer the query{words} (400)")
    kind = TooMuch if code in _TOO_MUCH else StoreError
    return kind(f"{url}: {_meaning(response, write)}{words} ({code})")


def _meaning(response: requests.Response, write: bool) -> str:
    code = response.status_code
    what = "change the graph" if write else "read the graph"
    if code in (429, 502, 503):
        wait = response.headers.get("retry-after", "")
        when = f" in {wait} s" if wait.isdecimal() and len(wait) < 9 else ""
        return f"the server is too busy now, try again{when or ' later'}"
    return {
        403: f"you are not allowed to {what}",
        404: "there is nothing at this address; is it that of the SPARQL endpoint?",
        405: f"one cannot {what} at this address",
        406: "the server knows none of the formats that are read here",
        413: "the server takes nothing so large",
        415: "the server does not take what it was sent",
        504: "the server gave up, as it took too long",
    }.get(code, "the server failed" if code >= 500 else "the server refuses")


def _words(response: requests.Response) -> str:
    """The server's own words after a colon: one line, without what a terminal would obey."""
    try:
        data = response.raw.read(_READ, decode_content=True) or b""
    except Exception:  # a body that breaks off says nothing more; the status has said it
        data = b""
    text = data.decode("utf-8", "replace")
    kind = response.headers.get("content-type", "")
    if "html" in kind or text.lstrip()[:1] == "<":
        found = _TITLE.search(text)
        text = (found[1] or found[2] or "") if found else ""
    elif "json" in kind:
        found = re.search(r'"(?:detail|message|exception)"\s*:\s*"((?:[^"\\]|\\.)*)"', text)
        text = found[1] if found else text
    line = printable(re.sub(r"<[^>]*>", " ", text))
    return f": {line}" if line else ""


def printable(text: str) -> str:
    """A text on one line, shortened, and without what a terminal would obey."""
    line = " ".join("".join(c if c.isprintable() or c.isspace() else " " for c in text).split())
    return line if len(line) <= _TOLD else line[: _TOLD - 2] + " …"


def failure(error: Exception, url: str, *, write: bool, seconds: float) -> StoreError:
    """The error for a request that had no response.

    Args:
        error: what `requests` raised.
        url: where it was sent.
        write: whether something was to be changed.
        seconds: how long an answer was waited for.
    """
    import requests.exceptions as failed

    place = shown(url)
    unsure = "; whether it has written is not known, so load again when it answers" if write else ""
    if isinstance(error, failed.ConnectTimeout):
        return StoreError(f"{place}: the server cannot be reached: no answer to a call")
    if isinstance(error, failed.Timeout):
        return StoreError(f"{place}: the server did not answer in {seconds:g} s{unsure}")
    if isinstance(error, failed.SSLError):
        return StoreError(f"{place}: the server's certificate is not to be trusted")
    if isinstance(error, failed.ProxyError):
        return StoreError(f"{place}: the proxy cannot be reached")
    if isinstance(error, failed.InvalidURL | failed.InvalidSchema | failed.MissingSchema):
        return StoreError(f"{place}: this is not an address such as https://host/sparql")
    text = str(error)
    for sign, words in (
        ("refused", "the server cannot be reached: nothing listens there"),
        ("resolve", "the server cannot be reached: no host of this name is known"),
        ("getaddrinfo", "the server cannot be reached: no host of this name is known"),
        ("timed out", f"the server did not answer in {seconds:g} s"),
    ):
        if sign in text.lower():
            return StoreError(place + ": " + words)
    return StoreError(f"{place}: the server broke off the connection{unsure}")
