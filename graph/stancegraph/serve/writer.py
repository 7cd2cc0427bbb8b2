"""The one worker that changes the graph, and the states of it that the others look at.

Those who read never open the folder that is being written to: the engine promises nothing there.
They look at a snapshot, which is made when somebody reads after something was written.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

from stancegraph.errors import StoreError
from stancegraph.serve.hands import Crew, Gone, Hand
from stancegraph.serve.messages import WRITER, Job, Order, Reply, View
from stancegraph.serve.problems import Refused, busy, ended
from stancegraph.serve.settings import SNAPSHOTS, Settings

# A write may take long; who has read nothing since the last one shall not wait for it. Writes that
# follow each other more closely are those of one client.
PAUSE = 0.2
T = TypeVar("T")


class Writer:
    """The worker that writes, one job at a time.

    Args:
        settings: of the server.
        crew: where workers come from.
    """

    def __init__(self, settings: Settings, crew: Crew) -> None:
        self.settings = settings
        self._crew = crew
        self._hand: Hand | None = None
        self._lock = asyncio.Lock()
        self._version = 1
        self._ended = 0.0
        self._tasks: set[asyncio.Future[Any]] = set()
        self.current: View | None = None

    async def write(self, job: Job) -> Reply:
        """The reply to a job; what has begun is done, though the client may have gone."""
        return await self._finished(self._written(job))

    async def _finished(self, work: Coroutine[None, None, T]) -> T:
        """What some work gives; it goes on, and keeps the lock, when nobody waits for it."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)

    @property
    def version(self) -> int:
        """Of the graph as it is now."""
        return self._version

    async def _fresh(self) -> None:
        async with self._lock:
            if self._stale:
                await self._look()

    async def _written(self, job: Job) -> Reply:
        async with self._lock:
            if self._stale and time.monotonic() - self._ended > PAUSE:
                await self._look()
            try:
                return await self._done(job)
            except Refused as error:
                return error.reply()
            finally:
                self._version += 1
                self._ended = time.monotonic()

    async def view(self) -> View:
        """The graph as it is now.

        Raises:
            Refused: it cannot be had in time.
        """
        if self._stale:
            try:
                async with asyncio.timeout(self.settings.timeout):
                    await self._finished(self._fresh())
            except TimeoutError:
                raise busy("something large is being written") from None
        assert self.current is not None
        return self.current

    async def close(self) -> None:
        """End the worker once it has written everything out, and take the snapshots away."""
        if self._hand is not None:
            self._hand.dismiss()
            await self._hand.ended.wait()
        assert self.settings.folder is not None
        shutil.rmtree(self.settings.folder / SNAPSHOTS, ignore_errors=True)

    @property
    def _stale(self) -> bool:
        return self.current is None or self.current.version != self._version

    async def _look(self) -> None:
        version = self._version
        reply = await self._done(Job("snapshot", (version,)))
        if reply.status != 200:
            raise busy("the state of the graph cannot be read")
        self.current = View(version, reply.body.decode())

    async def _done(self, job: Job) -> Reply:
        seconds = self.settings.writing
        if self._hand is None or not self._hand.alive:
            try:
                self._hand = await self._crew.hire(lambda _: None, WRITER)
            except StoreError as error:
                print(f"the worker that writes: {error}", file=sys.stderr)
                raise busy("nothing can be written now") from None
        began = time.monotonic()
        try:
            return await self._hand.do(Order(job, seconds, View(0)))
        except Gone:
            raise ended(time.monotonic() - began, seconds) from None
