"""`stancegraph review`: drafts in front of a person."""

from __future__ import annotations

import datetime as dt
import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from stancegraph.cli.options import StoreOption, open_graph
from stancegraph.cli.output import binary_out
from stancegraph.errors import StancegraphError


def command(
    drafts: Annotated[
        list[Path] | None,
        typer.Argument(metavar="DRAFT|FOLDER...", help="What `stancegraph extract` wrote."),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who reviews; else who is logged in.")
    ] = None,
    html: Annotated[
        bool, typer.Option("--html", help="Write a page to review in, which needs no network.")
    ] = False,
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="OUT", help="That page; - is standard output.")
    ] = Path("review.html"),
    texts: Annotated[
        list[Path] | None,
        typer.Option(
            "--texts", metavar="FILE|FOLDER", help="The articles: whole paragraphs are shown."
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Decide about drafts, one stance at a time: accept, edit, reject, skip, undo.

    Each decision is saved in the draft's file at once; nothing is accepted before somebody has
    looked. Keys: ? lists them.
    """
    from stancegraph.review import Choices, read_drafts, review, review_page, texts_by_hash

    if not drafts:
        raise StancegraphError("nothing to review: give draft files, or a folder of them")
    files = read_drafts(drafts)
    articles, told = texts_by_hash(texts or (), files)
    for line in told:
        print(line, file=sys.stderr)
    with open_graph(store) as graph:
        choices = Choices.of(graph.exact_store)
    if not html:
        review(files, choices, articles, by=by or _login(), at=dt.date.today().isoformat())
        return
    page = review_page(files, choices, articles, by=by or "")
    with binary_out(out) as file:
        file.write(page.encode())
    if str(out) != "-":
        print(f"wrote {out}: open it in a browser, and save the YAML from there", file=sys.stderr)


def _login() -> str:
    """The name of who is logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise StancegraphError("nobody is logged in: say who reviews with --by NAME") from None
