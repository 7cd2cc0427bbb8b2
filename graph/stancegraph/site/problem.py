"""The page that says what went wrong."""

from __future__ import annotations

from stancegraph.site.addresses import Addresses
from stancegraph.site.render import View, render


def problem_page(
    status: int, title: str, detail: str, addresses: Addresses, *, excerpt: str = ""
) -> str:
    """The page for a person whose request cannot be answered.

    Args:
        status: the HTTP status.
        title: what kind of problem it is, such as "Not Found".
        detail: what is wrong and what would be right.
        addresses: how the page links.
        excerpt: the lines in which a mistake is, with a mark under it.
    """
    words = detail[:1].upper() + detail[1:]
    data = {"status": status, "detail": f"{words}.", "excerpt": excerpt}
    return render(View("problem", title, words, data), addresses)
