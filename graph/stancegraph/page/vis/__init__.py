"""One HTML file that shows stances, or any triples, as a network people can click through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from stancegraph.errors import StancegraphError
from stancegraph.model import Argument, Entity, Issue, Stance
from stancegraph.network import stance_network
from stancegraph.page.vis.block import earlier, stance_block
from stancegraph.page.vis.drawing import stance_drawing
from stancegraph.page.vis.html import page

if TYPE_CHECKING:
    from pyoxigraph import Triple

# Measured with vis-network 9.1.2 on two cores without a graphics card: at this size the page is
# there within 2 seconds, moves at 25 pictures a second and searches in 0.4 seconds; at twice the
# size it takes 3.6 seconds, moves at 13 and searches in 1.9.
MOST_STANCES = 3_000
MOST_TRIPLES = 3_000


def draw(
    stances: Sequence[Stance],
    issues: Sequence[Issue],
    *,
    title: str,
    note: str = "",
    arguments: Iterable[Argument] = (),
    entities: Iterable[Entity] = (),
) -> str:
    """The page that draws stances: issues as islands, positions, holders, and all the details.

    Args:
        stances: what to draw, oldest first.
        issues: the issues they are on.
        title: the heading of the page, plain text.
        note: which selection this is, such as "stances known on 30 June 2025", plain text.
        arguments: the labels of the reasons that stances give; without them ids are shown.
        entities: aliases (for the search), roles and affiliations of the holders.

    Returns:
        The text of one HTML file that needs nothing else, to be written as UTF-8. The same
        arguments give the same text.

    Raises:
        StancegraphError: there are more stances than the page can show well.
    """
    if len(stances) > MOST_STANCES:
        raise StancegraphError(
            f"{len(stances):,} stances are too many for one picture (at most {MOST_STANCES:,}): "
            "choose some with --issue, --holder or --since"
        )
    network = stance_network(stances, issues)
    lists, numbers = stance_block(network, stances, arguments, entities)
    drawing = stance_drawing(network, numbers, earlier(stances))
    return page(
        title,
        {
            "schema": 1,
            "kind": "stances",
            "title": title,
            "note": note,
            **lists,
            "nodes": drawing.nodes,
            "edges": drawing.edges,
            "frames": drawing.frames,
            "options": drawing.options,
        },
    )


def draw_triples(
    triples: Iterable[Triple],
    *,
    title: str,
    note: str = "",
    labels: Mapping[str, str] | None = None,
) -> str:
    """The page that draws any triples, such as those a CONSTRUCT gives, as a plain network.

    Subjects, and objects that are not literals, are the nodes; literals are shown in the details
    of their subject.

    Args:
        triples: triples of pyoxigraph; one that comes twice is drawn once.
        title: the heading of the page, plain text.
        note: what is shown, plain text.
        labels: names for IRIs that the triples themselves do not name.

    Returns:
        The text of one HTML file, as `draw` gives it.

    Raises:
        StancegraphError: there are more triples than the page can show well.
    """
    from stancegraph.page.vis.triples import triple_block

    distinct = list(dict.fromkeys(triples))
    if len(distinct) > MOST_TRIPLES:
        raise StancegraphError(
            f"{len(distinct):,} triples are too many for one picture (at most {MOST_TRIPLES:,}): "
            "add a LIMIT or a narrower pattern to the query"
        )
    return page(title, triple_block(distinct, labels or {}, title=title, note=note))
