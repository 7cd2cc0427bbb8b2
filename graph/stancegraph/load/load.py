"""Load and remove sources, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from stancegraph import derive
from stancegraph.errors import InputError, Problem, StancegraphError, UnknownName, did_you_mean
from stancegraph.load import provenance
from stancegraph.load.around import around, users
from stancegraph.load.files import Input
from stancegraph.load.known import known_names
from stancegraph.load.stage import (
    Staged,
    bodies,
    check_drafts,
    check_records,
    check_vocabulary,
    make_known,
    parse,
    refuse_drafts,
)
from stancegraph.load.texts import check_texts
from stancegraph.records import Known
from stancegraph.store import Store, text
from stancegraph.terms import DERIVED, DRAFTS, PREFIXES, PROVENANCE, compact, local

_ST, _DCT = PREFIXES["st"], PREFIXES["dct"]
_TYPE = PREFIXES["rdf"] + "type"
_STANCE = _ST + "Stance"
# Quads that are held back for a store that is far, so that small sources go there together.
_HELD = 20_000
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did.

    Args:
        files: how many files were loaded.
        graphs: the IRIs of the graphs that were written, and the file of each.
        stances: how many stances those graphs hold.
        quads: how many quads were written.
        problems: what is wrong in the files that were left out.
        drafts: how many stances were put among the drafts, as nobody has decided on them.
        unplaced: how many drafts were left out, as they have no position.
    """

    files: int = 0
    graphs: Mapping[str, str] = field(default_factory=dict)
    stances: int = 0
    quads: int = 0
    problems: tuple[Problem, ...] = ()
    drafts: int = 0
    unplaced: int = 0


def load(
    store: Store,
    files: Sequence[Input],
    *,
    strict: bool = False,
    include_drafts: bool = False,
    texts: Path | None = None,
    progress: Progress | None = None,
) -> Loaded:
    """Load files; each replaces the graphs it names and no others, whole or not at all.

    The graph is complete when `finish` has been called after it.

    Args:
        store: where to.
        files: what `inputs` found.
        strict: load nothing when any file has a problem.
        include_drafts: put stances that nobody has decided on into graphs of their own, in which
            no query for stances finds them; without it, a file that has any is left out.
        texts: a folder with the articles, so that quotations are looked for in them again.
        progress: called with files done, files in all and the file's name.

    Returns:
        What was loaded, and the problems of the files that were not.

    Raises:
        InputError: strict, and a file has a problem.
        StoreError: the store cannot be written.
    """
    tell = progress or (lambda done, total, name: None)
    known = known_names(store)
    staged = _checked(files, known, tell, include_drafts)
    if texts is not None:
        check_texts(staged, texts)
    problems = tuple(problem for file in staged for problem in file.problems)
    if problems and strict:
        raise InputError(problems)
    good = [file for file in staged if not file.problems]
    writing = _Writing(store, good)
    for done, file in enumerate(good):
        tell(len(files) + done, len(files) + len(good), file.input.where)
        try:
            writing.write(file)
        except InputError as error:
            problems += tuple(error.problems)
    writing.flush()
    return Loaded(
        writing.files,
        writing.graphs,
        writing.stances,
        writing.quads,
        problems,
        sum(len(record["stances"]) for file in good for record in file.drafts),
        sum(found.unplaced for file in good for found in file.splits),
    )


def finish(store: Store, made: Mapping[str, str]) -> None:
    """Derive what follows from the stances, and note where each new graph came from.

    Args:
        store: the graph.
        made: the IRIs of the graphs that were written, and the file of each.
    """
    staged = provenance.note(store, made, derive.derive(store))
    store.replace([DERIVED, PROVENANCE], staged)


def _checked(
    files: Sequence[Input], known: Known, tell: Progress, include_drafts: bool
) -> list[Staged]:
    """The files in the order in which they are written, what others refer to first."""
    staged = []
    for done, input in enumerate(files):
        tell(done, 2 * len(files), input.where)
        staged.append(parse(input))
    staged.sort(key=lambda file: (not file.holds_vocabulary, file.rdf is None))
    for file in staged:
        make_known(file, known)
    for file in staged:
        check_vocabulary(file, known)
        check_records(file, known)
    for file in staged:
        if include_drafts:
            check_drafts(file, known)
        else:
            refuse_drafts(file)
    _same_graph_twice(staged)
    return staged


def _same_graph_twice(staged: Iterable[Staged]) -> None:
    """Two files of one load may not replace the same graph: the later would undo the earlier."""
    first: dict[str, str] = {}
    for file in staged:
        for graph in file.graphs():
            other = first.setdefault(graph, file.input.where)
            if other != file.input.where:
                what = f"{compact(graph)} is also in {other}"
                file.problems.append(
                    Problem(file.input.where, 0, what, "one file a source; --name names a graph")
                )


class _Writing:
    """Files going into a store, one transaction each; several in one where a store is far."""

    def __init__(self, store: Store, files: Sequence[Staged]) -> None:
        self.target = store
        self.records = {record["source"]["id"] for file in files for record in file.records}
        # What is asked while writing: of a store that is far, a copy of what matters.
        self.store = around(store, _touched(files)) if files else store
        self.held = ox.Store()
        self.held_drop: set[str] = set()
        self.files = self.stances = self.quads = 0
        self.graphs: dict[str, str] = {}

    def write(self, file: Staged) -> None:
        """Replace what a file names; raises InputError when that would leave loose ends."""
        new = bodies(file, self._positions_elsewhere(file), self._has_record)
        graphs = [text(graph) for graph in new.named_graphs()]
        drop = {graph for graph in graphs if self.store.has(graph=graph)}
        for graph in sorted(drop):
            drop |= _orphans(self.store, graph, drop)
        # A stance may still name, as its primary source, a document that is cited no more.
        drop = {g for g in drop if g in graphs or not _named(new, g)}
        # What has been decided on is no draft any more.
        old = (DRAFTS + record["source"]["id"] for record in (*file.records, *file.drafts))
        drop |= {graph for graph in old if self.store.has(graph=graph)}
        problems = [*self._other_words(file, new)]
        problems += _still_used(self.store, drop, self.used, new, file.input.where)
        if problems:
            raise InputError(problems)
        size = len(new)
        stances = sum(1 for _ in new.quads_for_pattern(None, _node(_TYPE), _node(_STANCE)))
        # A missing derived graph tells the next reader of an interrupted load.
        self._replace([*sorted(drop), DERIVED], new)
        self.files += 1
        self.quads += size
        self.stances += stances
        self.graphs |= dict.fromkeys(graphs, file.input.where)

    def _replace(self, drop: list[str], new: ox.Store) -> None:
        if self.store is self.target:
            self.target.replace(drop, new)
            return
        if len(new) >= _HELD:
            self.flush()
            self.target.replace(drop, new)
            self.store.replace(drop, new)
            return
        # One after the other is the same as both at once, without what the second drops of the
        # first; and what is written in one transaction is whole, source by source.
        for graph in drop:
            self.held.remove_graph(_node(graph))
        self.held.extend(new)
        self.held_drop.update(drop)
        self.store.replace(drop, new)
        if len(self.held) >= _HELD:
            self.flush()

    def flush(self) -> None:
        """Write what is held back for a store that is far."""
        if self.held_drop:
            self.target.replace(sorted(self.held_drop), self.held)
            self.held, self.held_drop = ox.Store(), set()

    def used(self, things: Iterable[str]) -> dict[str, set[str]]:
        """The graphs in which each of some things is referred to."""
        self.flush()
        return users(self.target, things)

    def _has_record(self, cited: str) -> bool:
        """Whether a cited document has a record of its own, which describes it."""
        return cited in self.records or _holds_stances(self.store, PREFIXES["source"] + cited)

    def _positions_elsewhere(self, file: Staged) -> dict[str, set[str]]:
        """The positions that other graphs describe, and those that they oppose there."""
        if not (file.vocabulary and file.vocabulary["issues"]):
            return {}
        own = file.input.graph
        found: dict[str, set[str]] = {}
        for quad in self.store.quads(predicate=_TYPE, object=_ST + "Position"):
            if text(quad.graph_name) != own:
                found.setdefault(local("position", text(quad.subject)), set())
        for quad in self.store.quads(predicate=_ST + "opposes"):
            if text(quad.graph_name) != own:
                one, other = (local("position", text(p)) for p in (quad.subject, quad.object))
                found.setdefault(one, set()).add(other)
        return found

    def _other_words(self, file: Staged, new: ox.Store) -> Iterable[Problem]:
        """A cited document that another source cites too must be described alike."""
        own = {PREFIXES["source"] + record["source"]["id"] for record in file.records}
        cited = {PREFIXES["source"] + c["id"] for r in file.records for c in r.get("cites", [])}
        for graph in sorted(cited):
            others = _citing(self.store, graph) - own
            before = set(self.store.quads(graph=graph))
            after = set(new.quads_for_pattern(None, None, None, _node(graph)))
            if others and before and after and before != after:
                what = f"the cited document '{local('source', graph)}' is described otherwise by"
                who = compact(min(others))
                yield Problem(file.input.where, 0, f"{what} {who}", "make them equal")


def _touched(files: Sequence[Staged]) -> set[str]:
    """The graphs that files may write: their own, and those of the documents they cite."""
    own = {graph for file in files for graph in file.graphs()}
    cites = (cited for file in files for r in file.records for cited in r.get("cites", ()))
    drafts = {DRAFTS + r["source"]["id"] for file in files for r in (*file.records, *file.drafts)}
    return own | drafts | {PREFIXES["source"] + cited["id"] for cited in cites}


def remove(store: Store, name: str) -> tuple[str, ...]:
    """Remove one source, and the documents that it alone cites.

    Args:
        store: where from.
        name: a source's id, a prefixed name such as `graph:entities`, or a graph's IRI.

    Returns:
        The IRIs of the graphs that went.

    Raises:
        UnknownName: there is no such source.
        StancegraphError: other graphs refer to what it describes.
    """
    graphs = [graph for graph in store.graphs() if graph not in (DERIVED, PROVENANCE)]
    prefix, _, rest = name.partition(":")
    wanted = {name, PREFIXES["source"] + name, PREFIXES.get(prefix, "?") + rest}
    found = [graph for graph in graphs if graph in wanted]
    if not found:
        hint = did_you_mean(name, [local("source", graph) for graph in graphs])
        raise UnknownName(f"there is no source '{name}'" + (f" ({hint})" if hint else ""))
    near = around(store, found)
    drop = {*found, *_orphans(near, found[0], set(found))}
    loose = list(_still_used(near, drop, lambda things: users(store, things), ox.Store(), name))
    if loose:
        raise StancegraphError("\n".join(map(str, loose)))
    store.replace([*sorted(drop), DERIVED], ox.Store())
    finish(store, {})
    return tuple(sorted(drop))


def _named(new: ox.Store, graph: str) -> bool:
    return next(new.quads_for_pattern(None, None, _node(graph)), None) is not None


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _holds_stances(store: Store, graph: str) -> bool:
    return store.has(predicate=_TYPE, object=_STANCE, graph=graph)


def _citing(store: Store, document: str) -> set[str]:
    """The graphs that cite a document."""
    return {text(q.graph_name) for q in store.quads(predicate=_DCT + "references", object=document)}


def _orphans(store: Store, graph: str, drop: set[str]) -> set[str]:
    """The documents that only a graph cites and that no record of their own describes."""
    cited = {text(q.object) for q in store.quads(predicate=_DCT + "references", graph=graph)}
    return {
        document
        for document in cited
        if _citing(store, document) <= drop and not _holds_stances(store, document)
    }


def _still_used(
    store: Store,
    drop: set[str],
    used: Callable[[Iterable[str]], dict[str, set[str]]],
    new: ox.Store,
    where: str,
) -> Iterable[Problem]:
    """Entities, issues, positions and arguments that would vanish while others refer to them."""
    bases = tuple(PREFIXES[kind] for kind in ("entity", "issue", "position", "argument"))
    ours = drop | {DERIVED, PROVENANCE}
    for graph in sorted(drop):
        subjects = {text(q.subject) for q in store.quads(predicate=_TYPE, graph=graph)}
        gone = [s for s in sorted(subjects) if s.startswith(bases) and not _typed(new, s)]
        users = used(gone) if gone else {}
        for subject in gone:
            user = min(users.get(subject, set()) - ours, default=None)
            if user:
                what = f"{compact(subject)} would go, and {compact(user)} refers to it"
                yield Problem(where, 0, what, "keep it, or remove that source first")


def _typed(new: ox.Store, subject: str) -> bool:
    return next(new.quads_for_pattern(_node(subject), _node(_TYPE), None), None) is not None
