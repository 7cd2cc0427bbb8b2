"""One HTML file out of the template, the scripts, the styles and the data, with nothing to fetch.

Texts of the graph reach the page in two ways only: escaped in the title, and in one block of
JSON from which the scripts make text nodes. The policy in the head (CSP) names by their hash the
scripts and the styles that may run, and forbids every request.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from stancegraph.errors import StancegraphError

_HERE = Path(__file__).resolve().parent
# In this order, in one scope: later ones use what earlier ones define.
SCRIPTS = ("icons", "dom", "words", "marks", "stage", "details", "find", "stances", "things", "app")

# < could end the block, & is there for readers that decode it, and the two separators end a line
# in old JavaScript; half a character (a lone surrogate) cannot be written as UTF-8.
_UNSAFE = re.compile("[&<>\u2028\u2029\ud800-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")
_MARKER = re.compile(r"\{\{ (\w+) \}\}")


def page(title: str, block: Mapping[str, Any]) -> str:
    """The whole text of the page.

    Args:
        title: plain text; it is escaped here.
        block: the data that the scripts show, as JSON values.

    Returns:
        The text of an HTML file, the same for the same arguments.
    """
    library, script, style = vis_network(), _script(), _read("app.css")
    parts = {
        "title": html.escape(_HALF.sub("\ufffd", title)),
        "policy": _policy((library, script), style),
        "style": style,
        "data": safe_json(block),
        "library": library,
        "script": script,
    }
    # One pass: what is put in is not looked through for markers again.
    return _MARKER.sub(lambda found: parts[found[1]], _read("template.html"))


def safe_json(value: object) -> str:
    """JSON that can stand in a script element, whatever the texts in it are."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@functools.cache
def vis_network() -> str:
    """The vis-network library that pyvis brings, with its licence notice at the top.

    Raises:
        StancegraphError: the installed pyvis does not have it.
    """
    import pyvis

    found = sorted(Path(pyvis.__file__).parent.glob("lib/vis-*/vis-network.min.js"))
    if not found:
        raise StancegraphError("pyvis lacks the vis-network library: pip install pyvis==0.3.2")
    text = _text(found[-1])
    # A browser's developer tools would ask for that file.
    return re.sub(r"\n//# sourceMappingURL=.*", "", text)


@functools.cache
def _script() -> str:
    """The page's own scripts as one, in a scope of their own."""
    body = "\n".join(_read(f"js/{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}\n}})();\n'


@functools.cache
def _read(name: str) -> str:
    return _text(_HERE / name)


def _text(path: Path) -> str:
    """A text file with plain line ends, as a browser counts them for a hash."""
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n")


def _policy(scripts: tuple[str, ...], style: str) -> str:
    """The content security policy: these scripts, this style, and no request to anywhere."""
    allowed = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
