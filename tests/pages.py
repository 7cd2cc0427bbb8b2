"""Pages of the site as a strict HTML parser reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import html5rdf

APART = {"dt", "dd", "li", "div", "p", "h1", "h2", "h3", "h4", "td", "th", "option", "blockquote"}
VOID_LINKS = ("href", "src", "action", "cite", "data", "formaction", "poster", "srcset", "ping")


def parse(text: str) -> ElementTree.Element:
    """The tree of a page; a page that is not HTML as the standard has it is refused."""
    parser = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: ElementTree.Element = parser.parse(text)
    return tree


def words(tree: ElementTree.Element) -> str:
    """The text that a reader sees, on one line."""
    body = tree.find("body")
    assert body is not None
    return words_of(body)


def words_of(element: ElementTree.Element) -> str:
    """The text of a part of a page, on one line; what stands apart is apart."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: ElementTree.Element) -> Iterator[str]:
    apart = " " if element.tag in APART else ""
    yield apart + (element.text or "")
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    yield apart


def links(tree: ElementTree.Element) -> list[str]:
    """Where the links of the body lead."""
    return [a.get("href", "") for a in tree.iter("a")]


def heads(tree: ElementTree.Element) -> dict[str, str]:
    """The meta elements of a page, by name or property."""
    return {
        str(m.get("name") or m.get("property")): m.get("content", "") for m in tree.iter("meta")
    }


def linked_data(tree: ElementTree.Element) -> dict[str, Any]:
    """The JSON-LD of a page."""
    (script,) = tree.iter("script")
    assert script.get("type") == "application/ld+json"
    found: dict[str, Any] = json.loads(script.text or "")
    return found


def unsafe(tree: ElementTree.Element) -> list[str]:
    """What of a page could run or fetch something: empty when it is inert."""
    found = []
    for element in tree.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag in ("iframe", "object", "embed", "img", "video", "audio", "base", "form"):
            found += [tag] if tag != "form" or element.get("method") != "get" else []
        if tag == "script" and element.get("type") != "application/ld+json":
            found.append("script")
        for name, value in element.attrib.items():
            if str(name).lower().startswith("on") or str(name) in ("style", "srcdoc"):
                found.append(f"{tag} {name}")
            if str(name) in VOID_LINKS and re.match(r"\s*(?!https?:)[a-z][\w+.-]*:", value, re.I):
                found += [] if tag == "link" and element.get("rel") == "icon" else [value]
    return found
