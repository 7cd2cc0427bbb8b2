"""The workers as the server sees them: who is free, and which graph they look at."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from collections import OrderedDict, deque
from collections.abc import Coroutine

from stancegraph.serve.hands import Crew, Gone, Hand
from stancegraph.serve.messages import Job, Order, Reply, View
from stancegraph.serve.problems import Refused, busy, ended
from stancegraph.serve.settings import Settings
from stancegraph.serve.writer import Writer

# So many requests may wait for a worker.
MOST_WAITING = 512
WATCH = 2.0  # seconds between looks at a folder that another process may change


class Kept:
    """Replies that last, to be given again while the graph stays as it is."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._replies: OrderedDict[tuple[int, Job], Reply] = OrderedDict()

    def get(self, job: tuple[int, Job]) -> Reply | None:
        """The reply to a job, where it is known."""
        reply = self._replies.get(job)
        if reply is not None:
            self._replies.move_to_end(job)
        return reply

    def put(self, job: tuple[int, Job], reply: Reply) -> None:
        """Keep a reply, and forget those that were not asked for longest."""
        # A large one would drive out many small ones.
        cost = _cost(job, reply)
        if not reply.lasting or cost > self.most // 8 or job in self._replies:
            return
        self._replies[job] = reply
        self.size += cost
        while self.size > self.most:
            self.size -= _cost(*self._replies.popitem(last=False))

    def clear(self) -> None:
        """Forget all."""
        self._replies.clear()
        self.size = 0


def _cost(job: tuple[int, Job], reply: Reply) -> int:
    """About how many bytes a kept reply takes: what was asked counts too."""
    return len(reply.body) + len(repr(job)) + 500


class Pool:
    """All workers of a server.

    Args:
        settings: of the server.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.kept = Kept(settings.cache)
        self._crew = Crew(settings)
        self._writer = Writer(settings, self._crew) if settings.writable else None
        self._view = View(0)
        self._free: list[Hand] = []
        self._waiting: deque[asyncio.Future[Hand]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the workers.

        Raises:
            StoreError: the graph cannot be opened.
        """
        await self._crew.start()
        for _ in range(self.settings.workers):
            self._free.append(await self._crew.hire())
        if self.settings.folder and not self.settings.writable:
            self._in_background(self._watch())

    async def close(self) -> None:
        """End the workers; the writer writes everything out before it ends."""
        for task in self._tasks:
            task.cancel()
        if self._writer:
            self._writer.close()
        for hand in self._free:
            hand.dismiss()
        await self._crew.close()

    async def reply(self, job: Job) -> Reply:
        """The reply to a job that only reads; a problem document where it has none.

        When the caller is cancelled, the work ends at once.
        """
        kept = self.kept.get((self._version, job))
        if kept is not None:
            return kept
        seconds = self.settings.timeout
        try:
            view = await self._writer.view() if self._writer else self._view
            hand = await self._next()
            began = time.monotonic()
            try:
                reply = await hand.do(Order(job, seconds, view))
            except Gone:
                raise ended(time.monotonic() - began, seconds) from None
            finally:
                self._back(hand)
        except Refused as error:
            return error.reply()
        if reply.status == 200 and view.version == self._version:
            self.kept.put((view.version, job), reply)
        return reply

    async def write(self, job: Job) -> Reply:
        """The reply to a job that changes the graph; those that read see it then."""
        assert self._writer is not None
        return await self._writer.write(job)

    @property
    def _version(self) -> int:
        """Of the graph as it is now; what was kept of another one is never given again."""
        return self._writer.version if self._writer else self._view.version

    async def _next(self) -> Hand:
        """A free worker, the one that worked last: what it has looked at is still at hand."""
        while self._free:
            hand = self._free.pop()
            if hand.alive:
                return hand
            self._in_background(self._another())
        if len(self._waiting) >= MOST_WAITING:
            raise busy("too many requests are waiting")
        waiting: asyncio.Future[Hand] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            async with asyncio.timeout(self.settings.timeout):
                return await waiting
        except TimeoutError:
            raise busy(f"no worker was free for {self.settings.timeout:g} seconds") from None
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled():
                self._back(waiting.result())
            raise

    def _back(self, hand: Hand) -> None:
        """Take a worker back, or one in its place."""
        if hand.crew is not self._crew:
            # Others have come already, who look at the graph as it is now.
            hand.dismiss()
        elif hand.alive:
            self._give(hand)
        else:
            self._in_background(self._another())

    def _give(self, hand: Hand) -> None:
        """Give a worker to who has waited longest."""
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_result(hand)
                return
        self._free.append(hand)

    async def _another(self) -> None:
        """A worker in the place of one that ended."""
        self._give(await self._crew.hire())

    def _in_background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception():
            print(f"the workers: {task.exception()!r}", file=sys.stderr)

    # ---- the graph in memory, and anew when another process has changed the folder

    async def _watch(self) -> None:
        """Hold the graph in memory, and look at it anew when another process has changed it."""
        seen = self._signature()
        await self._renew()
        while True:
            await asyncio.sleep(WATCH)
            now = self._signature()
            if now != seen:
                # A load that is still going on is waited for.
                await asyncio.sleep(WATCH)
                if self._signature() == now:
                    seen = now
                    await self._renew()

    def _signature(self) -> tuple[tuple[str, int, int], ...]:
        """What changes when a folder's content does."""
        assert self.settings.folder is not None
        found = []
        with contextlib.suppress(OSError), os.scandir(self.settings.folder) as files:
            for file in files:
                if file.name.endswith((".log", ".sst")) or file.name.startswith("MANIFEST"):
                    about = file.stat()
                    found.append((file.name, about.st_size, about.st_mtime_ns))
        return tuple(sorted(found))

    async def _renew(self) -> None:
        """Other workers, who look at the graph as it is now."""
        crew = Crew(self.settings)
        await crew.start(copy=True)
        hands = [await crew.hire() for _ in range(self.settings.workers)]
        old, self._crew = self._crew, crew
        for hand in self._free:
            hand.dismiss()
        self._free = []
        self._view = View(self._view.version + 1)
        self.kept.clear()
        for hand in hands:
            self._give(hand)
        await old.close()
