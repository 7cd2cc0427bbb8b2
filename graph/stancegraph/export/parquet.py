"""Stances as Parquet, each column with its type."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any, BinaryIO

from stancegraph.errors import MissingExtra
from stancegraph.model import Stance

_DATES = ("date", "date_end")
_LISTS = ("because", "revises")
_AT_ONCE = 10_000


def write_parquet(stances: Iterable[Stance], file: BinaryIO) -> int:
    """Write a column for each field of `Stance`; how many stances.

    Args:
        stances: what to write.
        file: where to.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise MissingExtra("pyarrow", "parquet", "Parquet") from None
    count = 0
    rows = iter(stances)
    schema = _schema(pyarrow)
    with parquet.ParquetWriter(file, schema) as out:
        while some := list(itertools.islice(rows, _AT_ONCE)):
            columns = {name: [getattr(s, name) for s in some] for name in schema.names}
            out.write_table(pyarrow.table(columns, schema))
            count += len(some)
    return count


def _schema(pa: Any) -> Any:
    """Texts, but for days, lists and the one truth value."""
    kinds = {name: pa.date32() for name in _DATES}
    kinds |= {name: pa.list_(pa.string()) for name in _LISTS}
    kinds["hedged"] = pa.bool_()
    return pa.schema([(f, kinds.get(f, pa.string())) for f in Stance.__dataclass_fields__])
