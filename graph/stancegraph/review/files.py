"""Draft files as a review reads and writes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from stancegraph.errors import InputError, Problem, StancegraphError
from stancegraph.extract.draft import read_draft
from stancegraph.files import write_whole
from stancegraph.records import Known, to_yaml
from stancegraph.records.drafts import STATUSES
from stancegraph.records.fields import WrongValueError, evidence
from stancegraph.review.decisions import Draft

_SUFFIXES = (".yaml", ".yml")


@dataclass(slots=True)
class DraftFile:
    """A draft and the file that it is kept in.

    Args:
        path: the file.
        draft: what is decided so far.
        head: the comments with which the file begins.
        bytes: what the file held when we last read or wrote it.
    """

    path: Path
    draft: Draft
    head: str
    bytes: bytes

    @classmethod
    def read(cls, path: Path) -> DraftFile:
        """The draft of a file.

        Raises:
            InputError: it is not a draft.
            StancegraphError: it cannot be read.
        """
        draft = read_draft(path)
        problems = [Problem(str(path), 0, what) for what in _problems(draft)]
        if problems:
            raise InputError(problems)
        data = path.read_bytes()
        draft = {**draft, "stances": draft.get("stances") or []}
        return cls(path, draft, _head(data.decode("utf-8-sig")), data)

    def save(self, draft: Draft) -> None:
        """Write another draft in the place of this one, whole or not at all.

        Raises:
            StancegraphError: it cannot be written, or another program has changed the file.
        """
        if not self.path.exists() or self.path.read_bytes() != self.bytes:
            raise StancegraphError(
                f"{self.path}: another program has changed it meanwhile, so this decision was not"
                " saved (start the review again: those before it were)"
            )
        data = (self.head + to_yaml([draft])).encode()
        write_whole(self.path, data)
        self.draft, self.bytes = draft, data


def read_drafts(paths: Iterable[Path]) -> list[DraftFile]:
    """The drafts of files, and of the YAML files of folders.

    Raises:
        InputError: one of them is not a draft.
        StancegraphError: one of them cannot be read, or there are none.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.suffix in _SUFFIXES)
            if not inside:
                raise StancegraphError(f"{path}: no drafts are here (files that end in .yaml)")
            found += inside
        else:
            found.append(path)
    return [DraftFile.read(path) for path in dict.fromkeys(found)]


def _problems(draft: Draft) -> Iterator[str]:
    """What keeps a draft from being reviewed."""
    for section in ("stances", "entities"):
        ids = [each["id"] for each in draft.get(section) or ()]
        yield from (f"the id '{id}' stands twice in {section}" for id in _twice(ids))
        for each in draft.get(section) or ():
            if each.get("status") not in (None, *STATUSES):
                told = f"status '{each['status']}' of '{each['id']}' is not one of"
                yield f"{told} {', '.join(STATUSES)}"
            try:
                if each.get("evidence") is not None:
                    evidence(each["evidence"], Known())
            except WrongValueError as wrong:
                yield f"the evidence of '{each['id']}' {wrong.what} ({wrong.right})"
            for name in ("found", "was", "same_as"):
                if not isinstance(each.get(name) or {}, dict):
                    yield f"{name} of '{each['id']}' is not a mapping"


def _twice(ids: list[str]) -> list[str]:
    return [id for id, number in Counter(ids).items() if number > 1]


def _head(text: str) -> str:
    """The comments and empty lines before the first value."""
    head = ""
    for line in text.splitlines(keepends=True):
        if line.strip() and not line.startswith("#"):
            return head
        head += line
    return head
