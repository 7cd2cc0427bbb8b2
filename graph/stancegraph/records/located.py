"""YAML and JSON text to plain values that remember their lines.

A scalar of YAML stays the text that was written: `2026-03-25`, `2026`, `NO` and `1.10` are not
turned into dates, numbers and booleans behind the writer's back. Only `true`, `false` and the
empty value mean something else than their letters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from stancegraph.errors import InputError, Problem

Located: TypeAlias = "Map | Seq | str | bool | None"
_DEEPEST = 40
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}


class Map(dict[str, Any]):
    """A mapping with the line on which it begins, and the line of each of its values."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int = 0) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}

    def at(self, key: str) -> int:
        """The line of a value, or of the mapping when the key is not there."""
        return self.lines.get(key, self.line)


class Seq(list[Any]):
    """A list with the line of each of its items."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


def parse_yaml(text: str, where: str) -> list[Located]:
    """The documents of a YAML text.

    Args:
        text: one or more YAML documents.
        where: the file's name, for messages.

    Raises:
        InputError: the text is not YAML, repeats a key or is nested too deep.
    """
    reader = _Reader(text, where)
    try:
        documents = list(reader.documents())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise InputError([Problem(where, line, f"this is not YAML: {error.problem}")]) from None
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0]
        raise InputError([Problem(where, 0, f"this is not YAML: {reason}")]) from None
    if reader.problems:
        raise InputError(reader.problems)
    return documents


class _Reader:
    """Events of a YAML parser to values.

    Events and not nodes: PyYAML makes nodes by recursion in C, and a file of brackets would end
    the process. Aliases are refused: a few lines of them can stand for gigabytes.
    """

    def __init__(self, text: str, where: str) -> None:
        self.where = where
        self.problems: list[Problem] = []
        self.events = yaml.parse(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))

    def documents(self) -> Iterator[Located]:
        """The documents of the text."""
        for event in self.events:
            if isinstance(event, yaml.NodeEvent):
                yield self._value(event, 0)

    def _value(self, event: yaml.Event, depth: int) -> Located:
        """The value that an event begins, read to its end."""
        if depth > _DEEPEST:
            problem = Problem(self.where, _line(event), "this YAML is nested too deep")
            raise InputError([problem])
        if isinstance(event, yaml.ScalarEvent):
            if not event.style and event.value in _PLAIN:
                return _PLAIN[event.value]
            return str(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._seq(depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(_line(event), depth)
        self._wrong(event, "an alias (*name) stands here", "write it out")
        return None

    def _seq(self, depth: int) -> Seq:
        found = Seq()
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self._value(event, depth + 1))
            found.lines.append(_line(event))
        return found

    def _map(self, line: int, depth: int) -> Map:
        found = Map(line)
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self._value(event, depth + 1)
            key = str(event.value) if isinstance(event, yaml.ScalarEvent) else "?"
            if key in found:
                self._wrong(event, f"'{key}' stands twice in one mapping", "keep one")
            found[key] = self._value(next(self.events), depth + 1)
            found.lines[key] = _line(event)
        return found

    def _wrong(self, event: yaml.Event, what: str, right: str) -> None:
        self.problems.append(Problem(self.where, _line(event), what, right))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def json_value(text: str) -> Any:
    """What `json.loads` gives, with numbers as the text that was written, however long.

    Raises:
        JSONDecodeError: the text is not JSON.
        RecursionError: it is nested too deep.
    """
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)


def parse_json(text: str, where: str) -> Located:
    """The value of a JSON text, with lines where they can be told.

    Raises:
        InputError: the text is not JSON or is nested too deep.
    """
    try:
        value = json_value(text)
    except json.JSONDecodeError as error:
        raise InputError([Problem(where, error.lineno, f"this is not JSON: {error.msg}")]) from None
    except RecursionError:
        raise InputError([Problem(where, 0, "this JSON is nested too deep")]) from None
    # Nearly every JSON text is YAML too; the YAML parser knows the lines.
    lines: Located = None
    try:
        documents = parse_yaml(text, where)
        lines = documents[0] if documents else None
    except InputError:
        lines = None
    return placed(value, lines)


def placed(value: Any, like: Any = None, line: int = 0) -> Located:
    """A JSON value as located values, lines taken from a parallel tree or from one number.

    Args:
        value: what `json.loads` gave.
        like: the same text as located values, where there is one.
        line: the line of the whole value, used where `like` tells none.
    """
    if isinstance(value, dict):
        twin = like if isinstance(like, Map) else Map(line)
        found = Map(twin.line)
        for key, item in value.items():
            found.lines[key] = twin.at(key)
            found[key] = placed(item, twin.get(key), found.lines[key])
        return found
    if isinstance(value, list):
        seq = Seq()
        twins = like if isinstance(like, Seq) and len(like) == len(value) else None
        for i, item in enumerate(value):
            seq.lines.append(twins.lines[i] if twins else line)
            seq.append(placed(item, twins[i] if twins else None, seq.lines[i]))
        return seq
    if value is None or isinstance(value, (str, bool)):
        return value
    return str(value)
