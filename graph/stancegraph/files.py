"""Files that appear when they are complete, or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from stancegraph.errors import StancegraphError


@contextlib.contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write, put in its place when the block ends well; else what was there stays.

    Args:
        path: where the file will be.

    Raises:
        StancegraphError: it cannot be written there.
    """
    if path.exists() and not path.is_file():
        # A device or a pipe is written to; putting a file in its place would take it away.
        try:
            with path.open("wb") as file:
                yield file
        except OSError as error:
            raise StancegraphError(f"{path}: cannot be written: {error.strerror}") from None
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    except OSError as error:
        raise StancegraphError(f"{path}: cannot be written: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        # mkstemp makes a file for its owner alone; this one is like any other.
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except OSError as error:
        raise StancegraphError(f"{path}: cannot be written: {error.strerror}") from None
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def write_whole(path: Path, data: bytes) -> Path:
    """Write a file at once; the path."""
    with whole(path) as file:
        file.write(data)
    return path


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
