"""A query as it is sent: checked here, with our prefixes and the values of variables in it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

import pyoxigraph as ox

from stancegraph.errors import QueryError
from stancegraph.store.base import Term
from stancegraph.store.remote.answers import Kind
from stancegraph.store.syntax import syntax_error
from stancegraph.terms import PREFIXES

# What is no word of the query: texts, IRIs and comments.
_OPAQUE = re.compile(
    r'""".*?"""'
    r"|'''.*?'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^\s<>\"{}|^`\\]*>"
    r"|#[^\n]*",
    re.DOTALL,
)
_DECLARED = re.compile(r"\bprefix\s+([\w-]*):", re.IGNORECASE)
_USED = re.compile(r"(?<![\w?$:.-])([A-Za-z][\w-]*):")
_WORD = re.compile(r"[?$][\w]+|[\w.-]*:[\w.:-]*|[A-Za-z]+|[{}()]")


@functools.cache
def _nothing() -> ox.Store:
    return ox.Store()


def kind_of(text: str) -> Kind:
    """What a query gives.

    Raises:
        QueryError: it does not parse; an embedded store says the same.
    """
    try:
        answer = _nothing().query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        raise syntax_error(text, str(error)) from None
    except (ValueError, RuntimeError, OSError):
        # It parses; whether it can be answered is the server's business.
        return "triples" if re.search(r"\b(CONSTRUCT|DESCRIBE)\b", _plain(text), re.I) else "rows"
    if isinstance(answer, ox.QueryBoolean):
        return "boolean"
    return "rows" if isinstance(answer, ox.QuerySolutions) else "triples"


def prepared(text: str, values: Mapping[str, Term] | None = None) -> str:
    """A query with the prefixes that it uses declared, on its first line, and with values.

    Args:
        text: a query that parses.
        values: what stands for variables, by name without `?`. They are joined to the pattern
            as `VALUES`, which gives what SEP-0007 asks for wherever the variable is in scope.

    Raises:
        QueryError: a value is a blank node, which has no name that a server would know.
    """
    if values:
        text = _with_values(text, values)
    plain = _plain(text)
    declared = set(_DECLARED.findall(plain))
    used = sorted({p for p in _USED.findall(plain) if p in PREFIXES} - declared)
    return "".join(f"PREFIX {p}: <{PREFIXES[p]}> " for p in used) + text


def _plain(text: str) -> str:
    """The query with spaces for what is no word of it, so that places stay as they are."""
    return _OPAQUE.sub(lambda found: " " * len(found[0]), text)


def _with_values(text: str, values: Mapping[str, Term]) -> str:
    for name, term in values.items():
        if isinstance(term, ox.BlankNode):
            raise QueryError(f"?{name}: a blank node has no name that a server would know")
    names = " ".join(f"?{name}" for name in values)
    row = f" VALUES ({names}) {{ ({' '.join(map(str, values.values()))}) }} "
    place = _pattern(_plain(text))
    return text[:place] + row + text[place:]


def _pattern(plain: str) -> int:
    """Where the pattern of a query begins: behind the brace that is no template's."""
    expected, depth = False, 0
    for word in _WORD.finditer(plain):
        if word[0].upper() in ("SELECT", "ASK", "WHERE", "DESCRIBE"):
            expected, depth = True, 0
        elif word[0] in "()":
            depth += 1 if word[0] == "(" else -1
        elif word[0] == "{" and expected and depth == 0:
            return word.end()
    raise QueryError("this query has no pattern in which a value could stand")
