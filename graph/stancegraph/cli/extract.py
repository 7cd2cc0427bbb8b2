"""`stancegraph extract`: drafts of stances from articles."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import stancegraph as sg
from stancegraph.cli.options import StoreOption, open_graph
from stancegraph.cli.output import count, progress_bar
from stancegraph.files import write_whole

if TYPE_CHECKING:
    from stancegraph.extract.draft import Draft
    from stancegraph.extract.values import Article

_FOLDER = Path("drafts")


def command(
    articles: Annotated[
        list[str],
        typer.Argument(metavar="FILE|FOLDER|URL|-...", help="Text, Markdown or HTML."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="OUT",
            help="A file, or a folder for several articles (drafts/); - is standard output.",
        ),
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", metavar="NAME", help="rules, spacy or llm.")
    ] = "rules",
    store: StoreOption = None,
    cues: Annotated[
        Path | None,
        typer.Option("--cues", metavar="FOLDER", help="Cues of your own, a file for each issue."),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option("--url", help="llm: the endpoint; else $STANCEGRAPH_LLM_URL."),
    ] = None,
    model: Annotated[
        str | None,
        typer.Option("-m", "--model", help="llm: the model; else $STANCEGRAPH_LLM_MODEL."),
    ] = None,
    via: Annotated[
        str | None, typer.Option("--via", metavar="llm", help="llm: through the program llm.")
    ] = None,
    budget: Annotated[
        int | None, typer.Option("--budget", min=1, help="llm: tokens that a run may take.")
    ] = None,
    timeout: Annotated[
        float, typer.Option("--timeout", min=1, help="llm: seconds until an answer must be there.")
    ] = 120,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="llm: ask again what was asked before.")
    ] = False,
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts", metavar="FOLDER", help="Keep here the texts that were read, to check again."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over drafts that were reviewed.")
    ] = False,
) -> None:
    """Find draft stances in articles, each tied to the words that it rests on.

    They are drafts for a person: go through them with stancegraph review, then load them. The
    names and issues are those of the graph.
    """
    from stancegraph.extract.draft import to_draft
    from stancegraph.extract.engines import engine as made
    from stancegraph.extract.knowledge import Knowledge

    how = {"url": url, "model": model, "via": via, "budget": budget}
    find = made(engine, **how, timeout=timeout, cache=not no_cache)
    with open_graph(store) as graph:
        knowledge = Knowledge.of(graph.exact_store, cues)
    several = len(articles) > 1 or Path(articles[0]).is_dir()
    failed = 0
    for article in _read(articles):
        if isinstance(article, sg.StancegraphError):
            # The others are read all the same.
            print(article, file=sys.stderr)
            failed += 1
            continue
        draft = to_draft(article, find(article, knowledge), knowledge)
        _write(draft, article, out, several, force)
        if texts is not None:
            texts.mkdir(parents=True, exist_ok=True)
            write_whole(texts / f"{draft['source']['id']}.txt", article.text.encode())
    if failed:
        raise typer.Exit(2)


def _read(paths: list[str]) -> Iterator[Article | sg.StancegraphError]:
    """The articles, with a bar where they are many and somebody watches."""
    from stancegraph.extract.article import articles, places

    found = places(paths)
    with progress_bar("reading") if len(found) > 1 else contextlib.nullcontext() as tell:
        for number, article in enumerate(articles(found)):
            if tell:
                tell(number, len(found), found[number])
            yield article


def _write(draft: Draft, article: Article, out: Path | None, several: bool, force: bool) -> None:
    from stancegraph.extract.draft import HEAD, write_draft
    from stancegraph.records import to_yaml

    if not several and (out is None or str(out) == "-"):
        print(HEAD.format(where=article.where) + to_yaml([draft]), end="")
        place = "standard output"
    else:
        folder = out or _FOLDER
        path = folder / f"{draft['source']['id']}.yaml" if several else folder
        if several:
            path.parent.mkdir(parents=True, exist_ok=True)
        if not force:
            _spare(path)
        write_draft(path, draft, article.where)
        place = str(path)
    print(f"{article.where}: {_told(draft)} -> {place}", file=sys.stderr)


def _spare(path: Path) -> None:
    """A review is work that nobody does twice."""
    from stancegraph.extract.draft import read_draft

    if not path.is_file():
        return
    decided = _decided(read_draft(path).get("stances", ()))
    if decided:
        raise sg.StancegraphError(
            f"{path}: {count(decided, 'decision')} would be lost: write elsewhere with -o, or over"
            " it with --force"
        )


def _decided(stances: Iterable[dict[str, Any]]) -> int:
    return sum(stance.get("status") not in (None, "draft") for stance in stances)


def _told(draft: Draft) -> str:
    """What was found, in a few words."""
    tiers = Counter(stance["tier"] for stance in draft["stances"])
    by_tier = ", ".join(f"{tiers[tier]} {tier}" for tier in "ABC" if tiers[tier])
    words = [count(len(draft["stances"]), "draft") + (f" ({by_tier})" if by_tier else "")]
    if draft.get("entities"):
        words.append(count(len(draft["entities"]), "new name"))
    if draft.get("rejected"):
        words.append(f"{len(draft['rejected'])} rejected")
    return ", ".join(words)
