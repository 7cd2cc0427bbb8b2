"""`stancegraph eval`: how good extraction was, told by drafts that people have reviewed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stancegraph.cli.output import count, table
from stancegraph.errors import StancegraphError

if TYPE_CHECKING:
    from stancegraph.extract.reviewed import Reviewed

_FORMATS = ("table", "json")


def command(
    drafts: Annotated[
        list[Path], typer.Argument(metavar="DRAFT|FOLDER...", help="What you have reviewed.")
    ],
    format: Annotated[str, typer.Option("--format", help="table or json.")] = "table",
) -> None:
    """Tell how good extraction was on your own articles, by what you made of its drafts.

    Right is what you accepted, or changed in nothing but date, mode, quote or the like. Missed is
    what you added, and what you changed holder, issue or position to: recall is as good as your
    reading. The worst rules stand first, so that you can mend their cues. Each figure has its
    95 % interval.
    """
    from stancegraph.extract.figures import as_json
    from stancegraph.extract.reviewed import reviewed
    from stancegraph.review import read_drafts

    if format not in _FORMATS:
        raise StancegraphError(f"'{format}' is not a format of eval ({', '.join(_FORMATS)})")
    files = read_drafts(drafts)
    for file in files:
        if "extracted" not in file.draft:
            raise StancegraphError(f"{file.path}: nothing in it was extracted (eval reads drafts)")
    found = reviewed([file.draft for file in files])
    print(json.dumps(as_json(found), indent=2) if format == "json" else _text(found))


def _text(found: Reviewed) -> str:
    from stancegraph.extract.figures import short

    files, waiting = count(found.files, "draft file"), found.undecided
    if not found.decided:
        return f"{files}: nothing is decided yet (stancegraph review)"
    tiers = [[name, *map(str, one.counts), *map(str, one[1:])] for name, one in found.tiers.items()]
    rules = [
        [rule, str(one.right), str(one.false), short(one.precision)]
        for rule, one in found.rules.items()
    ]
    parts = [
        f"{files}: {count(found.decided, 'stance')} decided, {waiting:,} not\n",
        table(("tier", "right", "false", "missed", "precision", "recall", "F1"), tiers),
        table(("rule", "right", "false", "precision"), rules),
    ]
    return "\n".join(parts).rstrip("\n")
