"""What the server and its workers say to each other: jobs, replies, and their way over a socket."""

from __future__ import annotations

import pickle
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stancegraph.serve.settings import Settings

LENGTH = struct.Struct("!Q")
# What a worker is for.
READER, WRITER = b"r", b"w"


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to do.

    Args:
        name: a function of `stancegraph.serve.jobs` or `stancegraph.serve.writes`.
        values: its arguments, texts and numbers only; alike jobs have alike answers.
    """

    name: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """A job as a worker gets it.

    Args:
        job: what to do.
        seconds: how long it may take.
        version: which state of the graph to look at; a change means to open it anew.
    """

    job: Job
    seconds: float
    version: int


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP response.

    Args:
        status: its status code.
        body: its bytes.
        headers: its headers, in small letters.
        lasting: whether the same job on the same graph always has this reply.
    """

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
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
        copied: whether it holds the graph in memory.
    """

    problem: str = ""
    copied: bool = False


def packed(message: object) -> bytes:
    """A message as it goes over a socket: its length, and itself."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def received(connection: socket.socket) -> Any:
    """The next message.

    Raises:
        EOFError: the other side is gone.
    """
    (size,) = LENGTH.unpack(_exactly(connection, LENGTH.size))
    return pickle.loads(_exactly(connection, size))


def _exactly(connection: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    view, at = memoryview(data), 0
    while at < size:
        count = connection.recv_into(view[at:])
        if not count:
            raise EOFError
        at += count
    return data
