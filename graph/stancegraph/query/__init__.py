"""SPARQL to rows, rows to frozen values, and the question library."""

from stancegraph.query.explain import explain
from stancegraph.query.library import Group, grouped
from stancegraph.query.names import resolve
from stancegraph.query.questions import Parameter, Question, question, questions
from stancegraph.query.rows import Row, Rows, Triples, answer
from stancegraph.query.selecting import select
from stancegraph.query.values import (
    arguments,
    entities,
    issues,
    sources,
    stances,
    stances_named,
)

__all__ = [
    "Group",
    "Parameter",
    "Question",
    "Row",
    "Rows",
    "Triples",
    "answer",
    "arguments",
    "entities",
    "explain",
    "grouped",
    "issues",
    "question",
    "questions",
    "resolve",
    "select",
    "sources",
    "stances",
    "stances_named",
]
