"""A SPARQL syntax error as a person reads it: where, what, and the line with a caret."""

from __future__ import annotations

import re

from stancegraph.errors import QueryError, did_you_mean
from stancegraph.terms import PREFIXES

_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_UPDATE = {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"}
# What may stand before the first keyword: comments, PREFIX and BASE.
_PROLOGUE = re.compile(r"(?:\s+|#[^\n]*|prefix\s+\S*\s*<[^>]*>|base\s+<[^>]*>)*", re.IGNORECASE)
_EXPECTED = re.compile(r'"([^"]+)"|\b([A-Z]{2,})\b')
_PREFIXED = re.compile(r"(?<![\w<?$\"'])([A-Za-z][\w-]*):(?=[\w]|\s|$)")


# What words may stand in without being keywords: escapes in names, texts, IRIs and comments, as the
# grammar has them (SPARQL 1.1, 19.8): a carriage return ends a comment, too.
_HIDDEN = re.compile(
    r"\\."
    r'|"""(?:"{0,2}(?:[^"\\]|\\.))*"""'
    r"|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r"|(<[^\s<>\"{}|^`\\]*>)"
    r"|#[^\n\r]*",
    re.DOTALL,
)
_NAMES = re.compile(r"[\w.-]*:[\w.:-]*|[?$@]\w+")
# The parser wants no blank after a keyword (`SERVICE:x`, `SERVICESILENT<u>`), so these are found by
# what follows them.
_SHAPES = {
    "SERVICE": re.compile(
        r"SERVICE\s*(?:SILENT\s*)?(?:<>|[?$][^\s{]+|[^\s{]*:[^\s{]*)\s*\{", re.IGNORECASE
    ),
    "LOAD": re.compile(
        r"(?:\A|[;>])\s*LOAD\s*(?:SILENT\s*)?(?:<>|[^\s<>(){}\"'|^`\\,;]*:)", re.IGNORECASE
    ),
    # Not `?from <a:p>`, which would be asked of the default graph alone.
    "FROM": re.compile(r"(?<![\w?$:.-])(?:ASK)?FROM\s*(?:NAMED\s*)?(?:<>|[\w.-]*:)", re.IGNORECASE),
}


def keywords(text: str) -> set[str]:
    """The words of a query that stand outside texts, names, comments and variables, in capitals."""
    plain = _HIDDEN.sub(lambda found: "<>" if found[1] else " ", text)
    found = {word for word, shape in _SHAPES.items() if shape.search(plain)}
    return found | set(re.findall(r"[A-Z]+", _NAMES.sub(" ", plain).upper()))


def syntax_error(text: str, message: str, *, update: bool = False) -> QueryError:
    """The error for a query that does not parse.

    Args:
        text: the query as it was given.
        message: the parser's words, `error at LINE:COLUMN: expected …`.
        update: whether the text may be an update.
    """
    if not text.strip():
        return QueryError("the update is empty" if update else "the query is empty")
    start = _PROLOGUE.match(text)
    word = re.match(r"[A-Za-z]+", text[start.end() if start else 0 :])
    if word and word.group().lower() in _UPDATE and not update:
        return QueryError(
            f"{word.group().upper()} would change the graph, and a query only reads it"
            " (change it with: stancegraph load)"
        )
    place = _PLACE.match(message)
    if not place:
        return QueryError(f"the query does not parse: {message}")
    line, column = int(place[1]), _start_of_word(text, int(place[1]), int(place[2]))
    what = _expectation(text, place[3])
    words = f"line {line}, column {column}: {what}\n{_caret(text, line, column)}"
    return QueryError(words, (line, column))


def _expectation(text: str, words: str) -> str:
    if "Prefix not found" in words:
        return _unknown_prefix(text)
    if not words.startswith("expected"):
        return words
    # The parser names character classes too, such as ['0' ..= '9']; people want words and signs.
    listed = re.sub(r"\[[^\]]*\]", "", words)
    found = dict.fromkeys(sign or word for sign, word in _EXPECTED.findall(listed))
    expected = f" (expected one of: {' '.join(found)})" if found else ""
    return f"the query does not parse here{expected}"


def _unknown_prefix(text: str) -> str:
    declared = set(PREFIXES) | set(re.findall(r"prefix\s+([\w-]*):", text, re.IGNORECASE))
    unknown = [p for p in _PREFIXED.findall(text) if p not in declared]
    if not unknown:
        return "this prefix is not declared"
    hint = did_you_mean(unknown[0], sorted(declared))
    return f"the prefix '{unknown[0]}:' is not declared" + (f" ({hint})" if hint else "")


def _start_of_word(text: str, line: int, column: int) -> int:
    """The parser stops behind a word that it cannot use; people look for its beginning."""
    shown = (text.splitlines() or [""])[min(line, text.count("\n") + 1) - 1]
    word = re.search(r"[\w:.-]+\Z", shown[: column - 1])
    return word.start() + 1 if word else column


def _caret(text: str, line: int, column: int) -> str:
    lines = text.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    # A tab stays a tab, so that the caret stands under its character.
    lead = "".join("\t" if c == "\t" else " " for c in shown[: column - 1])
    return f"  {shown}\n  {lead}^"
