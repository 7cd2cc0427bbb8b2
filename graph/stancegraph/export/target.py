"""Where an export goes: a file that appears when it is complete, packed or not, or a stream."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from stancegraph.files import whole


@contextlib.contextmanager
def opened(target: Path | BinaryIO) -> Iterator[BinaryIO]:
    """What to write to.

    Args:
        target: a file, packed where its name ends in `.gz`; or a stream, which stays open.

    Raises:
        StancegraphError: the file cannot be written.
    """
    if not isinstance(target, Path):
        yield target
        target.flush()
        return
    with whole(target) as file:
        if target.name.endswith(".gz"):
            # Neither name nor time inside: the same graph gives the same bytes.
            with gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
                yield cast(BinaryIO, packed)
        else:
            yield file
