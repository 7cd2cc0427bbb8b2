"""Run the server until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from stancegraph.errors import MissingExtra, StancegraphError
from stancegraph.serve.settings import Settings

if TYPE_CHECKING:
    import uvicorn

    from stancegraph.serve.app import App

KEEP_ALIVE = 65  # seconds; longer than the proxies before it keep a connection
MOST_CONNECTIONS = 2_000


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve a graph until SIGTERM or SIGINT; what is being answered then is answered still.

    Args:
        settings: what and how.
        ready: told the address, once requests are answered.

    Raises:
        StancegraphError: the graph cannot be opened, or the address is taken.
        MissingExtra: the packages for it are not installed.
    """
    if sys.platform == "win32":
        raise StancegraphError("serve needs Linux or macOS: its workers are forked processes")
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
        import uvloop
    except ImportError as error:
        raise MissingExtra(str(error.name), "serve", "serve") from None
    listening = _listening(settings)
    _, port = listening.getsockname()[:2]
    settings = replace(settings, port=port)
    _many_descriptors()
    uvloop.run(_run(settings, listening, lambda: ready(settings.address)))


def _many_descriptors() -> None:
    """Let the process have as many connections as the system lets it."""
    import resource  # not on Windows, and asked for after that is told

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


async def _run(settings: Settings, listening: socket.socket, ready: Callable[[], None]) -> None:
    from stancegraph.serve.app import App
    from stancegraph.serve.pool import Pool

    pool = Pool(settings)
    await pool.start()
    server = _server(App(settings, pool), settings)
    loop = asyncio.get_running_loop()

    def stop() -> None:
        # Who says it twice does not want to wait for what is being answered.
        server.force_exit = server.should_exit
        server.should_exit = True

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.01)
        if server.started:
            ready()
        await serving
    finally:
        await pool.close()


def _server(app: App, settings: Settings) -> uvicorn.Server:
    """Uvicorn with our limits, and silent: what matters is in the answers."""
    import uvicorn

    from stancegraph.serve.connection import Connection

    class Server(uvicorn.Server):
        """Signals are ours: uvicorn's own handling ends the process before its workers."""

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    longest = settings.writing if settings.writable else settings.timeout
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=int(longest) + 1,
        limit_concurrency=MOST_CONNECTIONS,
    )
    return Server(config)


def _listening(settings: Settings) -> socket.socket:
    """A socket at the address.

    Raises:
        StancegraphError: it is taken, or not of this machine.
    """
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server(
            (settings.host, settings.port), family=family, backlog=2048, reuse_port=False
        )
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        why = error.strerror or str(error)
        raise StancegraphError(f"{where}: cannot be listened on: {why} (--port N)") from None
