"""One HTML file out of modules of script, styles and data, with nothing to fetch.

Texts of the graph reach the page in two ways only: escaped in the title, and in packed blocks of
JSON from which the scripts make text nodes. Scripts and styles are packed too, which makes a page
half as large; a few lines, `unpack.js`, put them in. The policy in the head (CSP) names by their
hash the scripts and the styles that may run, and forbids every request.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import html
import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent

# < could end a block, & is there for readers that decode it, and the two separators end a line
# in old JavaScript; half a character (a lone surrogate) cannot be written as UTF-8.
_UNSAFE = re.compile("[&<>\u2028\u2029\ud800-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")
_MARKER = re.compile(r"\{\{ (\w+) \}\}")

_ALONE = "It asks for nothing from any network."

_IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.[\w./-]+\.js)";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:(?:async )?function|const|let|class) (\w+))", re.M)
_COMMENT = re.compile(r"^\s*(?:/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)\n", re.M)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.M)


def page(
    title: str,
    *,
    entry: str,
    block: Mapping[str, Any],
    styles: Sequence[str],
    libraries: Sequence[str] = (),
    packed: Mapping[str, bytes] | None = None,
    root: str | None = None,
) -> str:
    """The whole text of a page.

    Args:
        title: plain text; it is escaped here.
        entry: the module that starts the page, such as `start.js`.
        block: the data that the scripts show, as JSON values; on the page it is `data`.
        styles: the names of the style sheets, in their order, such as `base`.
        libraries: texts of scripts that run before ours.
        packed: more data by id, gzipped; any makes the page one that may run WebAssembly from it
            in a worker, unless it comes from a server.
        root: what the addresses of the server begin with that the page comes from, such as `/`;
            the page may ask that server. A file has none, and asks nobody.

    Returns:
        The text of an HTML file, the same for the same arguments.
    """
    code = "".join(f"{text}\n" for text in (*libraries, script(entry)))
    style = "".join(map(sheet, styles))
    starter = _lean(_read("js/unpack.js"))
    blocks = {"style": _packed_text(style), "code": _packed_text(code)}
    blocks |= {"data": pack(json_bytes(block)), **(packed or {})}
    parts = {
        "title": html.escape(_HALF.sub("\ufffd", title)),
        "policy": policy(
            (starter, code),
            style,
            engine=bool(packed) and root is None,
            server=root is not None,
        ),
        "unscripted": _ALONE if root is None else _elsewhere(root),
        "blocks": "\n".join(_block(id, data) for id, data in blocks.items()),
        "starter": starter,
    }
    return fill(_read("page.html"), parts)


def sheet(name: str) -> str:
    """A style sheet by its name, such as `base`, without comments and indentation."""
    return _lean(_read(f"css/{name}.css"))


def fill(template: str, parts: Mapping[str, str]) -> str:
    """The template with each `{{ name }}` replaced by that part, as it is."""
    # One pass: what is put in is not looked through for markers again.
    return _MARKER.sub(lambda found: parts[found[1]], template)


def safe_json(value: object) -> str:
    """JSON that can stand in a script element, whatever the texts in it are."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def json_bytes(value: object) -> bytes:
    """JSON as UTF-8; half a character is written as an escape, which is all that JSON can do."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _HALF.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def pack(data: bytes, level: int = 6) -> bytes:
    """The data gzipped, the same for the same data."""
    # 9 takes three times as long; of most data that is for 2 % less.
    return gzip.compress(data, level, mtime=0)


@functools.lru_cache(maxsize=16)
def _packed_text(text: str) -> bytes:
    return gzip.compress(text.encode(), 9, mtime=0)


def _elsewhere(root: str) -> str:
    """What a server has for readers without scripts."""
    address = html.escape(f"{root}questions")
    return f'The <a href="{address}">questions</a> and the pages of things do without it.'


def policy(
    scripts: Sequence[str], style: str, *, engine: bool = False, server: bool = False
) -> str:
    """The content security policy: these scripts, this style, and no request to anywhere.

    Args:
        scripts: the texts of the inline scripts.
        style: the text of the inline style sheet.
        engine: allow WebAssembly and a worker whose code is in the page.
        server: allow requests to the server that the page comes from, and to no other.
    """
    allowed = " ".join(map(_hash, scripts))
    more = " 'wasm-unsafe-eval'; worker-src blob:" if engine else ""
    more += "; connect-src 'self'" if server else ""
    return (
        f"default-src 'none'; script-src {allowed}{more}; style-src {_hash(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


@functools.cache
def script(entry: str) -> str:
    """A module and all that it imports as one script, each in a scope of its own."""
    names = modules(entry)
    parts = "".join(_scope(number, names) for number in range(len(names)))
    return f'(() => {{\n"use strict";\nconst modules = [];\n{parts}}})();\n'


def _scope(number: int, names: Sequence[str]) -> str:
    """A module as a function that is called and gives what the module exports."""
    name = names[number]
    text = _read(f"js/{name}")
    exports = ", ".join(_EXPORT.findall(text))

    def given(found: re.Match[str]) -> str:
        return f"const {found[1]} = modules[{names.index(_path(name, found[2]))}];\n"

    body = _lean(_EXPORT.sub("", _IMPORT.sub(given, text)))
    return f"modules[{number}] = (() => {{\n{body}return {{ {exports} }};\n}})();\n"


def _lean(text: str) -> str:
    """Script or style without comments that fill lines, empty lines and indentation."""
    return _INDENT.sub("", _COMMENT.sub("", text))


def modules(entry: str) -> tuple[str, ...]:
    """The files that a module needs, itself last, each after those that it imports."""
    return tuple(dict.fromkeys(_needed(entry, ())))


def _needed(name: str, above: tuple[str, ...]) -> Iterator[str]:
    assert name not in above, f"{name} imports itself through {above}"
    for found in _IMPORT.finditer(_read(f"js/{name}")):
        yield from _needed(_path(name, found[2]), (*above, name))
    yield name


def _path(importer: str, imported: str) -> str:
    """The path of a module from the folder of all, as another names it."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(importer), imported))


def _block(id: str, data: bytes) -> str:
    text = base64.b64encode(data).decode("ascii")
    return f'<script type="application/gzip" id="{id}">{text}</script>'


@functools.cache
def _read(name: str) -> str:
    """A text file with plain line ends, as a browser counts them for a hash."""
    return (_HERE / name).read_bytes().decode("utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
