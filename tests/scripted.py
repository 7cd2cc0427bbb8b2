"""A server on this machine that answers as a test says, and a proxy that cuts connections."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

JSON = "application/sparql-results+json"
EMPTY = b'{"head":{"vars":["inside"]},"results":{"bindings":[]}}'


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The query or update, however it was sent."""
        fields = parse_qs(urlsplit(self.path).query)
        if self.headers.get("content-type", "").startswith("application/x-www-form"):
            fields |= parse_qs(self.body.decode())
        found = fields.get("query") or fields.get("update")
        return found[0] if found else self.body.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a client gets.

    Args:
        body: the bytes.
        status: the status code.
        type: the media type.
        headers: more headers.
        promise: how long the body is said to be; None for what it is, 0 to say nothing.
        wait: seconds before anything is sent.
    """

    body: bytes = EMPTY
    status: int = 200
    type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    promise: int | None = None
    wait: float = 0


Script = Callable[[Request], Reply]


class Scripted:
    """A server that runs, and what it was sent."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.requests: list[Request] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            # Else each answer waits 40 ms for the client to have seen its head.
            disable_nagle_algorithm = True
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                size = int(self.headers.get("content-length", 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Request(self.command, self.path, headers, self.rfile.read(size))
                outer.requests.append(asked)
                try:
                    reply = outer.script(asked)
                except ConnectionAbortedError:
                    self.close_connection = True
                    return
                time.sleep(reply.wait)
                with contextlib.suppress(OSError):
                    self.answer(reply)

            do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

            def answer(self, reply: Reply) -> None:
                self.send_response(reply.status)
                if reply.type:
                    self.send_header("Content-Type", reply.type)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.promise is None:
                    self.send_header("Content-Length", str(len(reply.body)))
                else:
                    self.close_connection = True
                    if reply.promise:
                        self.send_header("Content-Length", str(reply.promise))
                self.end_headers()
                self.wfile.write(reply.body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/sparql"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@contextlib.contextmanager
def scripted(script: Script | Reply) -> Iterator[Scripted]:
    """A server that answers by a function, or always alike."""
    made = Scripted((lambda _: script) if isinstance(script, Reply) else script)
    try:
        yield made
    finally:
        made.close()


class Cutting:
    """A proxy that passes bytes on, until it has passed `after` of them to the server."""

    def __init__(self, port: int) -> None:
        self.to = port
        self.after: int | None = None
        self.passed = 0
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listening.accept()
                there = socket.create_connection(("127.0.0.1", self.to))
                for pair in ((client, there, True), (there, client, False)):
                    threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(16_384):
                if counted and self.after is not None and self.passed + len(data) > self.after:
                    break
                self.passed += len(data) if counted else 0
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        self.listening.close()


@contextlib.contextmanager
def cutting(port: int) -> Iterator[Cutting]:
    """A proxy before a server at a port of this machine."""
    made = Cutting(port)
    try:
        yield made
    finally:
        made.close()
