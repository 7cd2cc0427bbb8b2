"""Run the server until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

from stancegraph.errors import MissingExtra, StancegraphError
from stancegraph.serve.settings import Settings

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
    try:
        import uvicorn
        import uvloop

        from stancegraph.serve.app import App
        from stancegraph.serve.connection import Connection
        from stancegraph.serve.pool import Pool
    except ImportError as error:
        raise MissingExtra(error.name or "uvicorn", "serve", "serve") from None
    listening = _listening(settings)
    host, port = listening.getsockname()[:2]
    settings = replace(settings, port=port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    class Quiet(uvicorn.Server):
        """A server whose signals are ours: uvicorn would end the process before its workers."""

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(number, self.handle_exit, number, None)
            yield

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready(settings.url or address)

    pool = Pool(settings)
    config = uvicorn.Config(
        App(settings, pool),
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=int(settings.writing) + 1,
        limit_concurrency=MOST_CONNECTIONS,
    )
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)

    async def run() -> None:
        await pool.start()
        try:
            await Quiet(config).serve(sockets=[listening])
        finally:
            await pool.close()

    uvloop.run(run())


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
