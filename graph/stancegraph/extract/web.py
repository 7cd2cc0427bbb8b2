"""Asking a web server: over http and https only, with limits on size and time."""

from __future__ import annotations

import http.client
import re
import ssl
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any
from urllib.parse import quote, urlsplit, urlunsplit

from stancegraph.errors import StancegraphError
from stancegraph.version import VERSION

# No article and no answer of a model is as large, in bytes.
LARGEST = 20 * 2**20
_AT_ONCE = 65_536
_GZIP = 16 + zlib.MAX_WBITS


class PassingError(StancegraphError):
    """Silence, or a connection that broke off: what may be better when it is tried again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, whatever it was.

    Args:
        url: where it came from, after redirects.
        status: the status code.
        headers: the headers.
        body: the bytes, unpacked.
    """

    url: str
    status: int
    headers: Message
    body: bytes

    @property
    def words(self) -> str:
        """The status as people know it: `404 Not Found`."""
        return f"{self.status} {http.client.responses.get(self.status, '')}".strip()


def ask(
    url: str,
    *,
    timeout: float,
    data: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Get an address, or post to it.

    Args:
        url: an http or https address.
        timeout: seconds until all of the answer must be there.
        data: what to post; a post is never redirected, as it may hold a key.
        headers: more headers.

    Raises:
        PassingError: no answer in time, or not all of it.
        StancegraphError: the address is none, nobody answers there, or it is too much.
    """
    until = time.monotonic() + timeout
    known = {"User-Agent": f"stancegraph/{VERSION}", "Accept-Encoding": "gzip"}
    request = urllib.request.Request(checked(url), data, known | dict(headers or {}))
    try:
        with _opener(data is None).open(request, timeout=timeout) as response:
            return _answer(response, url, until)
    except urllib.error.HTTPError as error:
        with error:
            if data is None and error.headers.get("Location"):
                right = "redirects in a circle, or to what is no web page"
                raise StancegraphError(f"{shown(url)}: it {right}") from None
            return _answer(error, url, until)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _failure(error, url, timeout) from None


def checked(url: str) -> str:
    """An address as it is sent: http or https, without a password, in ASCII.

    Raises:
        StancegraphError: it is none, or it holds a password.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
        name = host.encode("idna").decode() if host and not host.isascii() else host
    except (ValueError, UnicodeError):
        parts, name, port = urlsplit(""), None, None
    if parts.scheme not in ("http", "https") or not name:
        raise StancegraphError(f"{shown(url)}: this is not a web address such as https://host/page")
    if parts.username is not None:
        raise StancegraphError(
            f"{shown(url)}: a password in an address ends up in histories and logs (take it out)"
        )
    place = f"[{name}]" if ":" in name else name
    place += f":{port}" if port is not None else ""
    path, query = (quote(part, "/%:=&?~+!$,;'@()*[]-._") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, place, path, query, ""))


def shown(url: str) -> str:
    """An address as messages show it: without a password, in characters that can be seen."""
    without = re.sub(r"(?<=//)[^/?#]*@", "", url)
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in without)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """To web addresses only: a page must not make us read a file of this machine."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        return super().redirect_request(req, fp, code, msg, headers, checked(newurl))


def _opener(redirects: bool) -> urllib.request.OpenerDirector:
    """What opens addresses, without the file, FTP and data handlers that are usual."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        *((_Redirects(),) if redirects else ()),
    ):
        opener.add_handler(handler)
    return opener


def _answer(response: Any, url: str, until: float) -> Answer:
    """All of an answer, which may come slowly but not for ever."""
    parts, size = [], 0
    while part := response.read1(_AT_ONCE):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise _too_large(url)
        if time.monotonic() > until:
            raise TimeoutError
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    body = _unpacked(b"".join(parts), response.headers.get("Content-Encoding", ""), url)
    return Answer(response.url or url, response.status, response.headers, body)


def _unpacked(body: bytes, encoding: str, url: str) -> bytes:
    if encoding.lower() not in ("gzip", "x-gzip"):
        return body
    try:
        unpacked = zlib.decompressobj(_GZIP).decompress(body, LARGEST + 1)
    except zlib.error:
        raise PassingError(f"{shown(url)}: the answer cannot be unpacked") from None
    if len(unpacked) > LARGEST:
        raise _too_large(url)
    return unpacked


def _too_large(url: str) -> StancegraphError:
    return StancegraphError(f"{shown(url)}: the answer is larger than {LARGEST // 2**20} MB")


def _failure(error: Exception, url: str, timeout: float) -> StancegraphError:
    """What went wrong, in a line; what may pass is told apart."""
    reason = getattr(error, "reason", None)
    cause = reason if isinstance(reason, Exception) else error
    if isinstance(cause, TimeoutError):
        return PassingError(f"{shown(url)}: no answer within {timeout:g} seconds")
    if isinstance(cause, ssl.SSLCertVerificationError):
        return StancegraphError(
            f"{shown(url)}: its certificate is not good: {cause.verify_message}"
        )
    if isinstance(cause, http.client.HTTPException | ConnectionResetError | BrokenPipeError):
        return PassingError(f"{shown(url)}: the connection broke off")
    words = getattr(cause, "strerror", None) or str(cause)
    return StancegraphError(f"{shown(url)}: nobody answers there: {words}")
