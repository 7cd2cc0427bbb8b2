"""The form of a question: one control for each parameter, which works without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stancegraph.query import Parameter, Question
from stancegraph.query.names import KINDS
from stancegraph.site.reading import table
from stancegraph.site.words import kind as kind_words
from stancegraph.store import Store
from stancegraph.terms import local
from stancegraph.vocabulary import members

# A list of more is no help in a menu; names and aliases can be typed in any case.
_MOST_CHOICES = 60
_MOST_HINTS = 1_500

_NAMED = """
SELECT ?id (SAMPLE(?name) AS ?label) WHERE {
  { SELECT DISTINCT ?id WHERE { %s } LIMIT %d }
  { ?id rdfs:label ?name } UNION { ?id dct:title ?name }
} GROUP BY ?id ORDER BY LCASE(?label) ?id
"""
_OF_KIND: Mapping[str, str] = {
    "entity": "?any st:holder|st:about|st:reportedBy ?id",
    "issue": "?id a st:Issue",
    "position": "?id a st:Position",
    "argument": "?id a st:Argument",
    "source": "?id a st:Source",
    "stance": "?id a st:Stance",
}
_COUNTRIES = "SELECT DISTINCT ?code WHERE { ?who st:country ?code } ORDER BY ?code"


@dataclass(frozen=True, slots=True)
class Control:
    """A field of a form.

    Args:
        parameter: what it gives a value for.
        label: its name for a reader.
        value: what is in it.
        type: `select`, `list` (text with hints), `date`, `number` or `text`.
        choices: values that may be chosen, each with its name.
        hint: what an empty field means, or how to write a value.
    """

    parameter: Parameter
    label: str
    value: str
    type: str
    choices: tuple[tuple[str, str], ...]
    hint: str


def controls(store: Store, question: Question, given: Mapping[str, str]) -> list[Control]:
    """The fields for the parameters of a question.

    Args:
        store: the graph, for the names that may be chosen.
        question: the question.
        given: the values that are given.
    """
    return [_control(store, each, given.get(each.name, "")) for each in question.parameters]


def _control(store: Store, parameter: Parameter, value: str) -> Control:
    choices = _choices(store, parameter.kind)
    type = parameter.kind if parameter.kind in ("date", "number") else "text"
    if choices:
        few = len(choices) <= _MOST_CHOICES
        type = "select" if few else "list"
        if few:
            value = _chosen(value, choices)
    label = parameter.name.replace("-", " ").capitalize()
    hint = {"date": "2026, 2026-03 or 2026-03-25", "number": "0"}.get(type, "")
    return Control(parameter, label, value, type, choices, parameter.default or hint)


def _chosen(value: str, choices: tuple[tuple[str, str], ...]) -> str:
    """The choice that a value means: its id, or its name in any case."""
    folded = value.casefold()
    found = (id for id, label in choices if folded in (id.casefold(), label.casefold()))
    return next(found, value)


def _choices(store: Store, kind: str) -> tuple[tuple[str, str], ...]:
    if kind == "type":
        return tuple((name, kind_words(name)) for name in members("Entity"))
    if kind == "mode":
        return tuple((name, name) for name in members("Mode"))
    if kind == "country":
        return tuple((str(code), str(code)) for (code,) in table(store, _COUNTRIES) if code)
    if kind not in KINDS:
        return ()
    rows = table(store, _NAMED % (_OF_KIND[kind], _MOST_HINTS))
    return tuple((local(kind, str(id)), str(name)) for id, name in rows if id and name)
