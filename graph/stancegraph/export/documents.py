"""Record files: one YAML stream, or a folder as people keep it."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from stancegraph.errors import StancegraphError
from stancegraph.export.gather import Body, records, vocabularies
from stancegraph.records import to_yaml
from stancegraph.store import Store
from stancegraph.terms import local

# File systems take names of 255 bytes.
_LONGEST = 120


def write_yaml(store: Store, file: BinaryIO) -> int:
    """Write vocabularies and records as the documents of one YAML text; how many stances."""
    count = 0
    lead = b""
    for body in _documents(store):
        file.write(lead + to_yaml([body]).encode())
        count += len(body.get("stances", ()))
        lead = b"---\n"
    return count


def _documents(store: Store) -> Iterator[Body]:
    for _, body in vocabularies(store):
        yield body
    yield from records(store)


def is_folder(target: Path) -> bool:
    """Whether a target is a folder, or would be: a name without a suffix that is not there."""
    return target.is_dir() or not (target.exists() or target.suffix)


def write_folder(store: Store, target: Path) -> int:
    """Write a file for each source, `DATE-ID.yaml`, and for each graph of a vocabulary.

    Args:
        store: what to write.
        target: a folder, new or empty; nothing appears in it before all of it can.

    Returns:
        How many stances were written.

    Raises:
        StancegraphError: the folder is not empty, or cannot be written.
    """
    new = not target.exists()
    if not new and any(target.iterdir()):
        raise StancegraphError(f"{target}: this folder is not empty (give a new or an empty one)")
    stage = (target.parent if new else target) / f".{target.name}.{secrets.token_hex(4)}"
    try:
        stage.mkdir()
        count = _fill(store, stage)
        if new:
            stage.rename(target)
        else:
            for file in sorted(stage.iterdir()):
                file.rename(target / file.name)
    except OSError as error:
        raise StancegraphError(f"{target}: cannot be written: {error.strerror}") from None
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return count


def _fill(store: Store, folder: Path) -> int:
    taken: set[str] = set()
    for graph, body in vocabularies(store):
        _write(folder, _free(local("graph", graph), taken), body)
    count = 0
    for record in records(store):
        source, stances = record["source"], record["stances"]
        dates = [source.get("published"), *(stance.get("date") for stance in stances)]
        when = next((date for date in dates if date), "undated")
        _write(folder, _free(f"{when}-{source['id']}", taken), record)
        count += len(stances)
    return count


def _write(folder: Path, name: str, body: Body) -> None:
    (folder / f"{name}.yaml").write_bytes(to_yaml([body]).encode())


def _free(name: str, taken: set[str]) -> str:
    """A file name of small letters, digits and hyphens that no other file has."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower())[:_LONGEST].strip("-") or "unnamed"
    free = next(n for n in _counted(slug) if n not in taken)
    taken.add(free)
    return free


def _counted(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1
