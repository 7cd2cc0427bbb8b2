"""Articles to read: from files, folders, standard input and the web."""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import urlsplit

from stancegraph.errors import InputError, MissingExtra, Problem, StancegraphError
from stancegraph.extract.html import read_html
from stancegraph.extract.plain import read_plain
from stancegraph.extract.values import Article
from stancegraph.extract.web import LARGEST, ask, shown
from stancegraph.store import is_url

# Seconds until a page must be there.
TIMEOUT = 30.0
_KINDS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
_MEDIA = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "text/markdown": "markdown",
}
# What files that are no text begin with.
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"RIFF": "an image or a recording",
    b"PK\x03\x04": "an office document or an archive",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"\x1f\x8b": "an archive",
}
_TAG = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|\?xml)\b", re.I | re.S)
_BAD = "\N{REPLACEMENT CHARACTER}"
# HTML, section 4.2.5.4: what a page says of its encoding stands in its first bytes.
_CHARSET = re.compile(
    rb"<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)
_FIRST_BYTES = 4_096
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# Encoding Standard, section 4.2: what browsers take these names for, by Python's names.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
}


class _Bytes(NamedTuple):
    """What was read: where, its kind, its encoding and its address where they are told."""

    where: str
    data: bytes
    kind: str
    encoding: str | None = None
    url: str | None = None


def read_article(where: str, *, timeout: float = TIMEOUT) -> Article:
    """An article from a file, from standard input or from the web.

    Args:
        where: a file that ends in .txt, .md or .html; `-`; or an http or https address.
        timeout: seconds until a page of the web must be there.

    Returns:
        The article. The text is that of the file, but for line ends; of a page it is the main
        text, paragraphs apart.

    Raises:
        InputError: it cannot be read, or is no text.
        StancegraphError: the server does not give it.
        MissingExtra: a page needs trafilatura.
    """
    if where == "-":
        found = _sniffed(sys.stdin.buffer.read(LARGEST + 1))
    elif is_url(where):
        found = _page(where, timeout)
    else:
        found = _file(Path(where))
    _must_be_text(found)
    if found.kind == "html":
        return _read_page(found)
    text = _decoded(found, "utf-8-sig")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise _wrong(found.where, "there is nothing in it")
    return read_plain(text, found.where, found.url, markdown=found.kind == "markdown")


def places(paths: Iterable[str]) -> list[str]:
    """The articles that paths stand for: files, addresses and `-` themselves, a folder's files.

    Args:
        paths: what `read_article` takes, and folders, which are looked through to their depths.

    Raises:
        InputError: a path is not there, or a folder holds no article; all of them are named.
    """
    found: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        folder = Path(path)
        if path == "-" or is_url(path) or folder.is_file():
            found.append(path)
        elif not folder.exists():
            problems.append(Problem(path, 0, "there is no such file or folder"))
        elif inside := [
            str(file) for file in sorted(folder.rglob("*")) if _is_article(file, folder)
        ]:
            found += inside
        else:
            right = "files end in " + ", ".join(_KINDS)
            problems.append(Problem(path, 0, "there is no article in this folder", right))
    if problems:
        raise InputError(problems)
    return list(dict.fromkeys(found))


def articles(
    paths: Iterable[str], *, timeout: float = TIMEOUT
) -> Iterator[Article | StancegraphError]:
    """Each article that paths stand for, or what is wrong with it, in order.

    Args:
        paths: files, folders, addresses and `-`, as `places` takes them.
        timeout: seconds until a page of the web must be there.

    Raises:
        InputError: a path is not there.
        MissingExtra: a page needs trafilatura.
    """
    for place in places(paths):
        try:
            yield read_article(place, timeout=timeout)
        except MissingExtra:
            raise
        except StancegraphError as error:
            yield error


def _is_article(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return not hidden and file.suffix.lower() in _KINDS and file.is_file()


def _file(path: Path) -> _Bytes:
    kind = _KINDS.get(path.suffix.lower())
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except IsADirectoryError:
        raise _wrong(str(path), "this is a folder") from None
    except OSError as error:
        raise _wrong(str(path), f"cannot be read: {error.strerror}") from None
    found = _Bytes(str(path), data, kind or "text")
    if kind is None:
        _must_be_text(found)
        right = "files end in " + ", ".join(_KINDS)
        raise _wrong(str(path), "its name does not tell what it is", right)
    return found


def _sniffed(data: bytes) -> _Bytes:
    """Standard input, which has no name that tells its kind."""
    head = data[:_FIRST_BYTES].removeprefix(codecs.BOM_UTF8)
    return _Bytes("-", data, "html" if _TAG.match(head) else "markdown")


def _page(url: str, timeout: float) -> _Bytes:
    """What a server gives.

    Raises:
        StancegraphError: it gives nothing, or what is no text.
    """
    answer = ask(url, timeout=timeout, headers={"Accept": ", ".join(_MEDIA)})
    where = shown(url)
    if answer.status != 200:
        right = "open it in a browser, save the page and give the file"
        hint = f" ({right})" if answer.status in (401, 402, 403, 429, 451) else ""
        raise StancegraphError(f"{where}: the server answers {answer.words}{hint}")
    media = answer.headers.get_content_type() if answer.headers["Content-Type"] else None
    kind = _sniffed(answer.body).kind if media is None else _MEDIA.get(media, "")
    if kind == "text":
        kind = _KINDS.get(PurePosixPath(urlsplit(answer.url).path).suffix.lower(), kind)
    charset = answer.headers.get_content_charset()
    found = _Bytes(where, answer.body, kind, charset, answer.url)
    _must_be_text(found)
    if not kind:
        raise StancegraphError(f"{where}: this is {media}, not an article")
    return found


def _must_be_text(found: _Bytes) -> None:
    """Refuse what is too large, or no text at all."""
    if len(found.data) > LARGEST:
        raise _wrong(found.where, f"this is larger than {LARGEST // 2**20} MB")
    for signature, kind in _SIGNATURES.items():
        if found.data.startswith(signature):
            right = "save its text as a .txt file"
            raise _wrong(found.where, f"this is {kind}, not a text", right)
    utf_16 = found.data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in found.data and not (utf_16 and found.kind == "html"):
        what = "this is UTF-16, not UTF-8" if utf_16 else "this is not a text"
        raise _wrong(found.where, what, "save the file as UTF-8" if utf_16 else "")


def _read_page(found: _Bytes) -> Article:
    """The article of a page: it must be without the bad bytes that may stand elsewhere in it."""
    encoding = _encoding(found)
    page = found.data.decode(encoding, "replace")
    article = read_html(page, found.where, found.url)
    if _BAD in article.text or _BAD in (article.title or ""):
        # Unless the page itself has this character, the article is not what was written.
        _decoded(found, encoding)
    return article


def _encoding(found: _Bytes) -> str:
    """The encoding of a page: what its first bytes, the server or itself tells, in this order."""
    marked = next((name for mark, name in _BOMS.items() if found.data.startswith(mark)), None)
    told = _CHARSET.search(found.data[:_FIRST_BYTES])
    name = marked or found.encoding or (told.group(1).decode() if told else "utf-8")
    try:
        python = codecs.lookup(name).name
    except LookupError:
        raise _wrong(found.where, f"its encoding '{name}' is not known") from None
    return _WIDER.get(python, name)


def _decoded(found: _Bytes, encoding: str) -> str:
    """The text.

    Raises:
        InputError: it is not in this encoding; the line is told.
    """
    try:
        return found.data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.removesuffix("-sig").upper()
        line = found.data.count(b"\n", 0, error.start) + 1
        problem = Problem(found.where, line, f"this is not {name}", "save the file as UTF-8")
        raise InputError([problem]) from None


def _wrong(where: str, what: str, right: str = "") -> InputError:
    return InputError([Problem(where, 0, what, right)])
