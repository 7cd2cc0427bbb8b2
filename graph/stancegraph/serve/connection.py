"""One connection: uvicorn's, with limits to the head of a request and to slow clients."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD = 65_536  # bytes of a request line and its headers
HEAD_SECONDS = 10.0  # in which they must come
READ_SECONDS = 60.0  # in which a client must have read some of what it was sent
MOST_UNREAD = 1 << 30  # bytes of answers, of all clients together

_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-type: text/plain\r\n"
    b"content-length: 42\r\nconnection: close\r\n\r\nThe request line and headers are too long\n"
)


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        await work


class Connection(HttpToolsProtocol):
    """A connection that a slow or an endless client cannot hold for ever."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head = 0
        self._tail = b""
        self._in_head = True
        self._timer: asyncio.TimerHandle | None = None
        self._unread = 0
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)  # type: ignore[arg-type]
        self._wait(HEAD_SECONDS, self._slow)

    def data_received(self, data: bytes) -> None:
        if self._in_head:
            if not self._head and self._timer is None:
                self._wait(HEAD_SECONDS, self._slow)
            if self._endless(data):
                self.transport.write(_TOO_LARGE)
                self.transport.close()
                return
        super().data_received(data)

    def _endless(self, data: bytes) -> bool:
        """Whether the head of a request is larger than it may be."""
        before = self._head - len(self._tail)
        self._head += len(data)
        if self._head <= MOST_HEAD:
            self._tail = data[-3:]
            return False
        # A body may have come with the head, and the end of the head in two pieces.
        end = (self._tail + data).find(b"\r\n\r\n")
        return end < 0 or before + end > MOST_HEAD

    def on_message_complete(self) -> None:
        self._in_head, self._head, self._tail = True, 0, b""
        super().on_message_complete()
        if not self.pipeline:
            # Who reads nothing after a long body never sees that the client hangs up.
            self.flow.resume_reading()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._rest()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing() and self.transport.get_write_buffer_size():
            self._unread = self.transport.get_write_buffer_size()
            self._wait(READ_SECONDS, self._unmoved)
            self._relieve()

    def _relieve(self) -> None:
        """Let those go who leave most unread, while more of it is held than there is room for."""
        sizes = {other: other.transport.get_write_buffer_size() for other in self.connections}
        total = sum(sizes.values())
        for other in sorted(sizes, key=sizes.__getitem__, reverse=True):
            if total <= MOST_UNREAD:
                return
            total -= sizes[other]
            other.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        if self._task is not None and not self._task.done():
            # Nobody waits for the answer any more, so nobody shall work on it.
            self._task.cancel()
        super().connection_lost(exc)

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        self._task = self.loop.create_task(_quietly(cycle.run_asgi(app)))
        self._task.add_done_callback(self.tasks.discard)
        self.tasks.add(self._task)

    def _wait(self, seconds: float, then: Any) -> None:
        self._rest()
        self._timer = self.loop.call_later(seconds, then)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _slow(self) -> None:
        """The head of a request has not come in time."""
        self._timer = None
        if self.cycle is not None and not self.cycle.response_complete:
            # What came is behind a request that is worked on: its client waits for us.
            self._wait(HEAD_SECONDS, self._slow)
        elif self._in_head:
            self.transport.close()

    def _unmoved(self) -> None:
        """A client that reads nothing is let go."""
        self._timer = None
        left = self.transport.get_write_buffer_size()
        if left and left >= self._unread:
            self.transport.abort()
        elif left:
            self._unread = left
            self._wait(READ_SECONDS, self._unmoved)
