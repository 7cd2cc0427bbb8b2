"""The pages of the question library: the list, and each question with its form and answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stancegraph.errors import StancegraphError
from stancegraph.query import Question, Rows, answer, grouped, question
from stancegraph.query.questions import body
from stancegraph.site.addresses import Addresses
from stancegraph.site.forms import controls
from stancegraph.site.render import View, render
from stancegraph.site.rows import Table, read_rows
from stancegraph.site.words import count, prefixed
from stancegraph.store import Store

# The forms of an answer that a page offers, by what `format=` takes.
_FORMS = ("csv", "json")


def questions_page(addresses: Addresses) -> str:
    """The list of all questions, each with its example.

    Args:
        addresses: how the page links.
    """
    groups = grouped()
    number = sum(len(group.questions) for group in groups)
    summary = f"{count(number, 'question')} that the graph of AI-industry stances answers."
    data = {"groups": groups, "number": number}
    return render(View("questions", "Questions", summary, data), addresses)


def question_page(
    store: Store, name: str, values: Mapping[str, str], addresses: Addresses
) -> tuple[str, bool]:
    """A question with a form for its parameters, and its answer.

    Args:
        store: the graph.
        name: the question's name.
        values: values by parameter, as a form gives them: an empty one is none. Where nothing
            is given at all, the example of the question is shown.
        addresses: how the page links.

    Returns:
        HTML, and whether the values could be used; if not, the page tells what is wrong.

    Raises:
        UnknownName: the library has no such question.
        QueryError, StoreError: the store could not answer.
    """
    asked = question(name)
    example = not values
    given = dict(asked.example) if example else {k: v for k, v in values.items() if v.strip()}
    text, wrong = _filled(store, asked, given)
    table = _answer(store, text) if text else None
    data = {
        "question": asked,
        "controls": controls(store, asked, given) if addresses.live else [],
        "given": given,
        "example": example and bool(asked.parameters),
        "wrong": wrong,
        "table": table,
        **_links(text, addresses),
    }
    view = View("question", asked.title, asked.note.partition("\n\n")[0] or asked.title, data)
    return render(view, addresses), not wrong


def _filled(store: Store, asked: Question, given: Mapping[str, str]) -> tuple[str, str]:
    """The query, or what is wrong with the values."""
    try:
        return asked.sparql(store, given), ""
    except StancegraphError as error:
        return "", str(error)


def _answer(store: Store, text: str) -> Table:
    found = answer(store, text)
    assert isinstance(found, Rows)
    return read_rows(store, found)


def _links(text: str, addresses: Addresses) -> dict[str, Any]:
    """The query to read, to edit and to ask again for other forms of its answer."""
    if not text:
        return {"sparql": "", "editor": None, "answers": []}
    query = body(text)
    answers = [(form, addresses.answer(query, form)) for form in _FORMS]
    return {
        "sparql": prefixed(query),
        "editor": addresses.editor(query),
        "answers": [(form, to) for form, to in answers if to],
    }
