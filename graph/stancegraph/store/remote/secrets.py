"""Names, passwords and tokens: from the environment or a netrc file, and never shown."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from stancegraph.errors import StoreError

if TYPE_CHECKING:
    import requests
    from requests.auth import AuthBase

USER, PASSWORD, TOKEN = "STANCEGRAPH_USER", "STANCEGRAPH_PASSWORD", "STANCEGRAPH_TOKEN"
HOW = f"{USER} and {PASSWORD}, or {TOKEN}"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a server is to be told, so that it knows who asks.

    Args:
        user: a name, with a password.
        password: the password.
        token: a bearer token, which goes before the two.
    """

    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    def __bool__(self) -> bool:
        return bool(self.token or self.user)

    @classmethod
    def found(cls, url: str) -> Secrets:
        """Those of the environment, or of the netrc file for the host of an address.

        Raises:
            StoreError: a name without a password, or one of them is not printable ASCII.
        """
        from requests.utils import get_netrc_auth

        user, password, token = (os.environ.get(name) or None for name in (USER, PASSWORD, TOKEN))
        if not (user or token):
            login = get_netrc_auth(url)
            user, password = login or (None, None)
        elif user and password is None and not token:
            raise StoreError(f"{USER} is set, and {PASSWORD} is not")
        if token and not (token.isascii() and token.isprintable()):
            raise StoreError(f"{TOKEN} holds characters that no token has")
        return cls(user, password, token)

    def out_of(self, text: str) -> str:
        """A text without the secrets that are repeated in it."""
        for secret in filter(None, (self.token, self.password)):
            text = text.replace(secret, "…")
        return text

    def answer(self, response: requests.Response) -> AuthBase | None:
        """How to answer a server that wants to know who asks; None where there is no way."""
        from requests.auth import HTTPBasicAuth, HTTPDigestAuth

        wants = response.headers.get("www-authenticate", "").lower()
        if self.token or not self.user:
            return None
        user, password = self.user, self.password or ""
        if "digest" in wants:
            return HTTPDigestAuth(user, password)
        return HTTPBasicAuth(user, password) if "basic" in wants else None


def checked(url: str) -> str:
    """An address that may be asked, and may be shown.

    Raises:
        StoreError: it is none, or it holds a password.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or not url.isprintable() or " " in url:
        raise StoreError(f"{shown(url)}: this is not an address such as https://host/sparql")
    if parts.username is not None or parts.password is not None:
        raise StoreError(
            f"{shown(url)}: a password in an address ends up in histories and logs"
            f" (take it out, and set {HOW})"
        )
    return url


def shown(url: str) -> str:
    """An address as messages show it: without user, password, query and fragment."""
    scheme, _, rest = url.partition("://")
    place = rest.partition("?")[0].partition("#")[0]
    host, slash, path = place.partition("/")
    text = f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
