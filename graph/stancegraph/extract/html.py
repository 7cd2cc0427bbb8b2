"""A web page to an article: its main text with its paragraphs, and what it says of itself."""

from __future__ import annotations

import logging
import re
from typing import Any

from stancegraph.errors import InputError, MissingExtra, Problem
from stancegraph.extract.metadata import Told, tidy, told
from stancegraph.extract.values import Article

# What stands on lines of its own in the tree that trafilatura makes (its XML is TEI's).
_TEI = "ab body cell code div fw head item list p quote row table"
_BLOCKS = frozenset(_TEI.split())
_MARKS = ("“", "”"), ("‘", "’")
# A box that holds none of these is a paragraph by another name.
_INNER = "div p blockquote ul ol dl table section article main form pre script style h1 h2 h3 h4"
_PARTS = _INNER.split()
_QUOTED = re.compile(r"[“„«][^”“»]{12,}[”“»]|\"[^\"]{12,}\"")
# A menu, or a page that a script would fill; no sentence is as short, in characters.
_SHORTEST = 40
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_NOISY = "trafilatura", "htmldate", "courlan", "justext"


def read_html(page: str, where: str, url: str | None = None) -> Article:
    """The article of a web page.

    Args:
        page: HTML.
        where: its name, for messages.
        url: its address, if it came from one.

    Raises:
        InputError: there is no text in it.
        MissingExtra: trafilatura is not installed.
    """
    trafilatura = _trafilatura()
    tree = trafilatura.load_html(page)
    found = None
    if tree is not None:
        says = told(tree, url)
        _keep_quotations(tree)
        found = trafilatura.bare_extraction(
            tree, url=url, with_metadata=True, include_comments=False, include_links=False
        )
    text = _text(found.body) if found is not None and found.body is not None else ""
    if found is None or len(text) < _SHORTEST:
        right = "save the page once it shows its text"
        raise InputError([Problem(where, 0, "there is no article in this page", right)])
    return Article(text, where, **_fields(says, found))


def _trafilatura() -> Any:
    """The package, told to keep its warnings to itself."""
    try:
        import trafilatura
    except ImportError:
        raise MissingExtra("trafilatura", "extract", "extract") from None
    for name in _NOISY:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
    return trafilatura


def _fields(says: Told, found: Any) -> dict[str, str | None]:
    """The fields of an article: what the page says, else what its look tells.

    Not the date: what is guessed from looks may have a day that the page never had.
    """
    publisher = says.publisher or tidy(found.sitename)
    title = says.title or tidy(found.title)
    if title and publisher:
        title = re.sub(rf"\s+[-–—|·:]\s+{re.escape(publisher)}\Z", "", title)
    return {
        "title": title,
        "author": says.author or tidy((found.author or "").replace(";", ",")),
        "publisher": publisher,
        "published": says.published,
        "url": says.url,
    }


def _keep_quotations(tree: Any) -> None:
    """Change what trafilatura would lose of them, before it looks at the page."""
    for element, depth in [(one, len([*one.iterancestors("q")])) for one in tree.iter("q")]:
        _put_marks(element, *_MARKS[depth % 2])
    for code in tree.iter("code"):
        # It would become a paragraph of its own.
        if next(code.iterancestors("pre"), None) is None:
            code.tag = "span"
    for around in list(tree.iter("figure", "aside")):
        if next(around.iter("blockquote"), None) is not None:
            around.tag = "div"
            for caption in list(around.iter("figcaption")):
                caption.tag = "p"
    for box in list(tree.iter("div")):
        words = "".join(box.itertext()) if next(box.iterdescendants(*_PARTS), None) is None else ""
        if _QUOTED.search(words):
            box.tag = "p"


def _put_marks(element: Any, before: str, after: str) -> None:
    """Put in the marks that browsers put around `q`, which would else be words like any other."""
    element.tag = "span"
    element.text = before + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + after
    else:
        element.text += after


def _text(body: Any) -> str:
    """The words of a tree, an empty line between its blocks.

    White space is one space, as a browser shows it, and what has no width is left out: names
    and quotations are looked for in this text.
    """
    pieces: list[str] = []
    _collect(body, pieces)
    text = _UNSEEN.sub("", "".join(pieces))
    blocks = (
        "\n".join(" ".join(line.split()) for line in block.split("\v")).strip()
        for block in text.split("\f")
    )
    return "\n\n".join(filter(None, blocks))


def _collect(element: Any, pieces: list[str]) -> None:
    """The text of an element; form feeds and vertical tabs stand for paragraphs and lines."""
    block = element.tag in _BLOCKS
    pieces += "\f" * block, "\v" * (element.tag == "lb"), _plain(element.text)
    for child in element:
        _collect(child, pieces)
        pieces.append(_plain(child.tail))
    pieces.append("\f" * block)


def _plain(text: str | None) -> str:
    return re.sub(r"[\f\v]", " ", text or "")
