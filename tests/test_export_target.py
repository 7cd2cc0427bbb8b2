"""Where an export goes: a file, packed or not, a stream or a device; whole, or not at all."""

from __future__ import annotations

import gzip
import io
import os
from pathlib import Path

import pytest

import stancegraph as sg
import trips
from invented import LATER, RECORD, VOCABULARY
from stancegraph import formats
from stancegraph.errors import StancegraphError
from stancegraph.export import export
from trips import ALL, RDF, odd


@pytest.mark.parametrize("format", ALL)
def test_the_same_graph_gives_the_same_bytes_in_whatever_order_it_was_loaded(format: str):
    files = [
        trips.given(VOCABULARY.encode(), "yaml", "words"),
        trips.given(RECORD.encode(), "yaml"),
        trips.given(LATER.encode(), "yaml"),
    ]
    one, other = trips.graph_of(*files), trips.graph_of(*files[:1])
    for file in reversed(files[1:]):
        assert trips.said(other.store, file) == []
    assert trips.exported(one, format) == trips.exported(other, format) != b""


@pytest.mark.parametrize("format", ALL)
def test_a_file_and_a_stream_get_the_same_bytes(
    invented: sg.StanceGraph, tmp_path: Path, format: str
):
    invented.export(tmp_path / "out.any", format)
    assert (tmp_path / "out.any").read_bytes() == trips.exported(invented, format)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["out.any"]


@pytest.mark.parametrize("format", ALL)
def test_a_name_that_ends_in_gz_is_packed_and_has_the_same_bytes_each_time(
    invented: sg.StanceGraph, tmp_path: Path, format: str
):
    for name in ("one.gz", "two.gz"):
        invented.export(tmp_path / name, format)
    packed = (tmp_path / "one.gz").read_bytes()
    assert packed == (tmp_path / "two.gz").read_bytes()
    assert gzip.decompress(packed) == trips.exported(invented, format)


def test_a_packed_file_loads(invented: sg.StanceGraph, tmp_path: Path):
    invented.export(tmp_path / "all.nq.gz")
    back = sg.open(empty=True)
    assert back.load(tmp_path / "all.nq.gz").problems == ()
    assert trips.quads(back) == trips.quads(invented)


@pytest.mark.parametrize("format", ALL)
def test_it_tells_how_much_was_written(invented: sg.StanceGraph, format: str):
    count = len(trips.quads(invented)) if format in RDF else 3
    assert export(invented.store, io.BytesIO(), formats.by_name(format, "export")) == count


def test_a_failure_leaves_the_file_that_was_there(tmp_path: Path):
    graph = odd('<https://example.org/a> <https://example.org/p> "\\u0001" .')
    target = tmp_path / "out.rdf"
    target.write_text("before")
    with pytest.raises(StancegraphError):
        graph.export(target)
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["none/out.ttl", "folder.ttl", "file/out.ttl"])
def test_a_target_that_cannot_be_written_is_one_clear_line(
    invented: sg.StanceGraph, tmp_path: Path, name: str
):
    (tmp_path / "folder.ttl").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(StancegraphError) as caught:
        invented.export(tmp_path / name)
    assert str(caught.value).startswith(f"{tmp_path / name}: cannot be written: ")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
def test_a_device_is_written_to_and_stays_a_device(invented: sg.StanceGraph):
    invented.export(Path(os.devnull), "ttl")
    assert Path(os.devnull).is_char_device()


def test_a_file_that_is_there_is_replaced(invented: sg.StanceGraph, tmp_path: Path):
    (tmp_path / "out.ttl").write_text("before")
    invented.export(tmp_path / "out.ttl")
    assert (tmp_path / "out.ttl").read_bytes() == trips.exported(invented, "ttl")
