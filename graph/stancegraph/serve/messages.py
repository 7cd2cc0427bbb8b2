"""What the server and its workers say to each other: jobs, replies, and their way over a socket."""

from __future__ import annotations

import pickle
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from stancegraph.serve.settings import Settings

LENGTH = struct.Struct("!Q")
_USUAL, _MUCH = 1 << 14, 1 << 20
NO_HEADERS: Mapping[str, str] = {}
# What a worker is for.
READER, WRITER = b"r", b"w"


class Wanted(NamedTuple):
    """What form a client wants an answer in.

    Args:
        accept: its header `Accept`.
        format: the format that the address names.
        packed: whether it takes gzip.
        large: whether the answer may be larger than those of others, as whoever may change the
            graph has to read all of it.
    """

    accept: str | None = None
    format: str | None = None
    packed: bool = False
    large: bool = False


class Job(NamedTuple):
    """One thing to do.

    Args:
        name: a function of `stancegraph.serve.jobs` or `stancegraph.serve.writes`.
        values: its arguments, plain values only; alike jobs have alike answers.
    """

    name: str
    values: tuple[Any, ...] = ()


class View(NamedTuple):
    """A state of the graph.

    Args:
        version: which one; another version is another state.
        folder: where it is kept, if not where the store is.
    """

    version: int
    folder: str | None = None


class Order(NamedTuple):
    """A job as a worker gets it.

    Args:
        job: what to do.
        seconds: how long it may take.
        view: which state of the graph to look at; another one means to open it anew.
    """

    job: Job
    seconds: float
    view: View


class Reply(NamedTuple):
    """An HTTP response.

    Args:
        status: its status code.
        body: its bytes.
        headers: its headers, names in small letters.
        lasting: whether the same job on the same graph always has this reply.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = NO_HEADERS
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class Start:
    """What the process is to hold.

    Args:
        settings: of the server.
        copy: whether to hold in memory what is in the folder.
    """

    settings: Settings
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """What it says once it holds it.

    Args:
        problem: why it cannot; empty when all is well.
    """

    problem: str = ""


@dataclass(frozen=True, slots=True)
class Forked:
    """A new worker.

    Args:
        pid: its process.
        problem: why there is none; empty when all is well.
    """

    pid: int
    problem: str = ""


def packed(message: object) -> bytes:
    """A message as it goes over a socket: its length, and itself."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def received(connection: socket.socket) -> Any:
    """The next message.

    Raises:
        EOFError: the other side is gone.
    """
    # One message at a time goes this way, so what is there belongs to it.
    data = bytearray(connection.recv(_USUAL))
    while len(data) < LENGTH.size or len(data) < LENGTH.size + LENGTH.unpack_from(data)[0]:
        more = connection.recv(_MUCH)
        if not more:
            raise EOFError
        data += more
    return pickle.loads(memoryview(data)[LENGTH.size :])
