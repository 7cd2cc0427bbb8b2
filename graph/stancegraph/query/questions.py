"""The question library: `ontology/questions/*.rq`, each a question in words, with parameters.

A file begins with comments:

    # Who changed position, from what to what, when, and on whose word?
    #
    # Anything else that a reader should know.
    #
    # param issue: issue; all issues when not given
    # param as-of: date = 9999-12-31; what was known on that day
    # example: issue=model-release as-of=2025-06-30

A parameter `as-of` is the variable `$as_of` of the query. One that is not given and has no
default stays a variable, so it matches anything; the file itself is standard SPARQL. One that
must be given is marked so: `# param holder: entity required; whose opponents`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stancegraph.errors import StancegraphError, UnknownName, did_you_mean
from stancegraph.model import day_span
from stancegraph.query.names import KINDS, resolve
from stancegraph.store import Store
from stancegraph.terms import iri
from stancegraph.vocabulary import members, ontology

_PARAMETER = re.compile(r"param ([a-z-]+): ([a-z]+)(?: = (\S+))?( required)?(?:; (.*))?\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question.

    Args:
        name: as `--param` takes it, such as `as-of`.
        kind: an entity kind, `date`, `number`, `text`, `mode`, `country` or `type`.
        default: its value when not given; None matches anything.
        required: whether it must be given.
        note: what it means.
    """

    name: str
    kind: str
    default: str | None
    required: bool
    note: str

    def term(self, store: Store, value: str) -> str:
        """The value as a SPARQL term.

        Raises:
            StancegraphError: the value is not of the parameter's kind.
        """
        if self.kind in KINDS:
            return f"<{iri(self.kind, resolve(store, self.kind, value))}>"
        if self.kind in ("mode", "type"):
            return self._member(value, "Mode" if self.kind == "mode" else "Entity")
        if self.kind == "date":
            return self._date(value)
        if self.kind == "number":
            return self._number(value)
        return self._country(value) if self.kind == "country" else self._text(value)

    def _number(self, value: str) -> str:
        # Other scripts have decimal digits too, which SPARQL does not read.
        if not (value.isascii() and value.isdecimal()):
            raise StancegraphError(f"{self.name}: '{value}' is not a whole number")
        return value

    def _country(self, value: str) -> str:
        if not _COUNTRY.match(value.upper()):
            raise StancegraphError(
                f"{self.name}: '{value}' is not a country's code of two letters (CN, US)"
            )
        return f'"{value.upper()}"'

    def _text(self, value: str) -> str:
        try:
            value.encode()
        except UnicodeEncodeError:
            raise StancegraphError(f"{self.name}: {value!r} is not Unicode text") from None
        # A JSON string is a SPARQL string: the same quotation marks and escapes.
        return json.dumps(value, ensure_ascii=False)

    def _member(self, value: str, concept: str) -> str:
        allowed = members(concept)
        found = next((name for name in allowed if name.lower() == value.lower()), None)
        if found is None:
            raise StancegraphError(f"{self.name}: '{value}' is not one of {', '.join(allowed)}")
        return f"st:{found}"

    def _date(self, value: str) -> str:
        try:
            first, last, _ = day_span(value)
        except ValueError as error:
            raise StancegraphError(f"{self.name}: {error} (YYYY, YYYY-MM or YYYY-MM-DD)") from None
        # "as of 2025-06" means all of June was over; "since 2025-06" means from its first day.
        day = last if self.name in ("as-of", "until") else first
        return f'"{day.isoformat()}"^^xsd:date'


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the library.

    Args:
        name: the file's name without `.rq`.
        title: the question, one line.
        note: what else a reader should know.
        parameters: what may be given.
        example: values of parameters under which the question has an answer.
        text: the SPARQL text, comments and all.
    """

    name: str
    title: str
    note: str
    parameters: tuple[Parameter, ...]
    example: Mapping[str, str]
    text: str = field(repr=False)

    @property
    def body(self) -> str:
        """The query without the comments at its head, for readers who have those as words."""
        return body(self.text)

    def sparql(self, store: Store, values: Mapping[str, str]) -> str:
        """The query with parameters filled in.

        Args:
            store: the graph, to look up names of entities, issues and so on.
            values: values by parameter name.

        Raises:
            UnknownName: there is no such parameter, or no such thing in the graph.
            StancegraphError: a value is missing, or not of its parameter's kind.
        """
        known = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in known:
                hint = did_you_mean(name, known) or f"parameters: {', '.join(known) or 'none'}"
                raise UnknownName(f"the question '{self.name}' has no parameter '{name}' ({hint})")
        terms = {
            "$" + parameter.name.replace("-", "_"): parameter.term(store, value)
            for parameter in self.parameters
            if (value := self._value(parameter, values)) is not None
        }
        # All at once, so that a value which looks like another parameter stays what it is.
        return re.sub(r"\$\w+", lambda found: terms.get(found[0], found[0]), self.text)

    def _value(self, parameter: Parameter, values: Mapping[str, str]) -> str | None:
        value = values.get(parameter.name, parameter.default)
        if value is None and parameter.required:
            example = self.example.get(parameter.name, "…")
            raise StancegraphError(
                f"the question '{self.name}' needs the parameter '{parameter.name}', "
                f"such as {parameter.name}={example}"
            )
        return value


def questions() -> list[Question]:
    """All questions of the library, by name."""
    return [_read(file) for file in sorted((ontology() / "questions").glob("*.rq"))]


def question(name: str) -> Question:
    """One question.

    Raises:
        UnknownName: the library has none of that name.
    """
    names = question_names()
    if name not in names:
        hint = did_you_mean(name, names) or "list them with: stancegraph ask"
        raise UnknownName(f"there is no question '{name}' ({hint})")
    return _read(ontology() / "questions" / f"{name}.rq")


def question_names() -> list[str]:
    """The names of all questions, sorted."""
    return sorted(file.stem for file in (ontology() / "questions").glob("*.rq"))


def body(text: str) -> str:
    """The text of a question, or of its query, without the comments at its head."""
    lines = text.splitlines()
    first = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    return "\n".join(lines[first:]).strip() + "\n"


def _read(file: Path) -> Question:
    text = file.read_text("utf-8")
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.removeprefix("#").strip())
    parameters, note, example = [], [], {}
    for line in lines[1:]:
        match = _PARAMETER.match(line)
        if match:
            name, kind, default, required, words = match.groups()
            parameters.append(Parameter(name, kind, default, bool(required), words or ""))
        elif line.startswith("example:"):
            example = dict(pair.split("=", 1) for pair in line.split()[1:])
        else:
            note.append(line)
    title, notes = lines[0] if lines else "", "\n".join(note).strip()
    return Question(file.stem, title, notes, tuple(parameters), example, text)
