"""One HTML file that shows stances, or any triples, as a network people can click through."""

from __future__ import annotations

from stancegraph.page.vis import draw, draw_triples

__all__ = ["draw", "draw_triples"]
