"""One HTML file that shows stances as people can read, filter, follow and cite them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stancegraph.errors import StancegraphError
from stancegraph.model import Stance
from stancegraph.page.block import Known, stance_block
from stancegraph.page.html import page
from stancegraph.page.vendored import vendored

__all__ = ["Known", "draw"]

# Measured on two cores without a graphics card: at this size the page is there within 4 seconds.
MOST_STANCES = 100_000
# From so many holders on there is a map.
MAPPED = 2_000
STYLES = ("colours", "base", "board", "details", "rail", "network", "timeline", "table")
CONSOLE = ("picture", "console")


def draw(
    stances: Sequence[Stance],
    known: Known,
    *,
    title: str,
    note: str = "",
    engine: Mapping[str, bytes] | None = None,
    root: str | None = None,
) -> str:
    """The page that shows stances: who stands where, who moved, in whose words and by what source.

    Args:
        stances: what to show, oldest first.
        known: issues, entities, sources and arguments that they refer to.
        title: the heading of the page, plain text.
        note: which selection this is, such as "stances known on 30 June 2025", plain text.
        engine: the SPARQL engine and the graph, as `stancegraph.page.engine` packs them; or, with
            `root`, what `stancegraph.page.served` packs of the server that answers.
        root: what the addresses of the server begin with that the page comes from; none in a file.

    Returns:
        The text of one HTML file that needs nothing else, to be written as UTF-8. The same
        arguments give the same text.

    Raises:
        StancegraphError: there are more stances than a page can show well.
    """
    if len(stances) > MOST_STANCES:
        raise StancegraphError(
            f"{len(stances):,} stances are too many for one page (at most {MOST_STANCES:,}): "
            "choose some with --issue, --holder or --since"
        )
    mapped = len({stance.holder for stance in stances}) >= MAPPED
    styles = (*STYLES, "map") if mapped else STYLES
    return page(
        title,
        entry=f"start{'-map' if mapped else ''}{_console(engine, root)}.js",
        block=stance_block(stances, known, title=title, note=note),
        styles=(*styles, *(CONSOLE if engine else ()), *(("served",) if root else ())),
        libraries=(vendored("d3-force.js").decode(),) if engine else (),
        packed=engine,
        root=root,
    )


def _console(engine: Mapping[str, bytes] | None, root: str | None) -> str:
    """Which console a page has, as the module that starts it is named."""
    return "-served" if root is not None else "-sparql" if engine else ""
