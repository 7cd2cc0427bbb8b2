"""`StanceGraph`, the face over the store and everything that reads and writes it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, overload

from stancegraph import formats
from stancegraph import query as queries
from stancegraph.card import Card, card
from stancegraph.checking import Checked, checked
from stancegraph.errors import StancegraphError
from stancegraph.files import write_whole
from stancegraph.load import Loaded, finish, inputs, load, remove
from stancegraph.load.load import Progress
from stancegraph.model import Argument, Entity, Issue, Selection, Stance
from stancegraph.query import Rows, Triples
from stancegraph.query.counts import counts
from stancegraph.store import FolderStore, MemoryStore, Store
from stancegraph.terms import PREFIXES

if TYPE_CHECKING:
    import networkx
    import pyvis.network
    import rdflib

    from stancegraph.page.pages import Inline


class StanceGraph:
    """A graph of stances: loaded, asked, shown, checked, drawn and exported.

    Make one with `stancegraph.open`; it is a context manager, which closes the store.

    Args:
        store: where the quads are.
        filled: whether opening it put the shipped records there.
    """

    def __init__(self, store: Store, *, filled: bool = False) -> None:
        self._store = store
        self.filled = filled
        self._unfinished: dict[str, str] = {}

    @property
    def store(self) -> Store:
        """The store, complete: what follows from the last loads is derived when it is looked at."""
        self._complete()
        return self._store

    @property
    def exact_store(self) -> Store:
        """The store that answers queries of ours: a copy, where the engine gets some wrong."""
        return self.store if self.store.exact else self.store.local()

    def _complete(self) -> None:
        if self._unfinished:
            made, self._unfinished = self._unfinished, {}
            finish(self._store, made)

    def __enter__(self) -> StanceGraph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write everything out and let go of the store."""
        self._store.close()

    def __len__(self) -> int:
        """How many quads there are, derived facts and bookkeeping included."""
        return len(self.store)

    # ---- in

    def load(
        self,
        *paths: str | Path,
        format: str | None = None,
        name: str | None = None,
        strict: bool = False,
        include_drafts: bool = False,
        texts: str | Path | None = None,
        progress: Progress | None = None,
    ) -> Loaded:
        """Load files and folders; each file replaces the graphs it names, whole or not at all.

        Args:
            paths: record files, stance tables, RDF files, folders of them, or `-`.
            format: the format of all of them; by default each suffix tells it.
            name: a name for the graph of a file that names none of its own.
            strict: load nothing when any file has a problem.
            include_drafts: put stances that nobody has decided on into graphs of their own, in
                which no query for stances finds them; without it such files are left out.
            texts: a folder with the articles, so that quotations are looked for there again.
            progress: called with steps done, steps in all and the file's name.

        Returns:
            What was loaded. Unless every file was, look at its `problems`.

        Raises:
            InputError: a path is wrong, or strict and a file has a problem.
            StoreError: the store cannot be written.
        """
        files = inputs(paths, format=format, name=name)
        done = load(
            self._store,
            files,
            strict=strict,
            include_drafts=include_drafts,
            texts=Path(texts) if texts is not None else None,
            progress=progress,
        )
        self._unfinished |= done.graphs
        # In memory this can wait until somebody looks; a folder has other readers.
        if not isinstance(self._store, MemoryStore) or self._store.shared:
            self._complete()
        return done

    def remove(self, source: str) -> tuple[str, ...]:
        """Remove a source and the documents that it alone cites; the IRIs of what went."""
        return remove(self.store, source)

    # ---- asked

    def query(self, text: str) -> Rows | Triples | bool:
        """Answer SPARQL: `Rows` for SELECT, `Triples` for CONSTRUCT and DESCRIBE, bool for ASK.

        Args:
            text: SPARQL 1.1; our prefixes are declared, the default graph is the union of all.

        Raises:
            QueryError: the text does not parse, or is an update.
        """
        return queries.answer(self.store, text)

    def ask(self, question: str, /, **parameters: str) -> Rows:
        """Answer a question of the library.

        Args:
            question: its name, such as `who-changed`.
            parameters: its parameters, `_` for `-`: `as_of="2025-06-30"`.

        Raises:
            UnknownName: there is no such question, parameter or thing.
        """
        values = {name.replace("_", "-"): value for name, value in parameters.items()}
        store = self.exact_store
        rows = queries.answer(store, queries.question(question).sparql(store, values))
        assert isinstance(rows, Rows)
        return rows

    def select(self, **filters: Any) -> Selection:
        """A selection of stances by what people call things.

        Args:
            filters: `issue, position, holder, about, source, type, country, mode, since, as_of,
                current`, as `stancegraph.query.select` takes them.

        Raises:
            UnknownName: nothing is called so.
            StancegraphError: a date, type or mode is none.
        """
        return queries.select(self.exact_store, **filters)

    def stances(self, selection: Selection | None = None, /, **filters: Any) -> list[Stance]:
        """Stances by date, then holder and id.

        Args:
            selection: which ones; or give the filters of `select` by name.
        """
        store = self.exact_store
        return queries.stances(store, selection or queries.select(store, **filters))

    def entities(self) -> list[Entity]:
        """All entities, by id."""
        return queries.entities(self.exact_store)

    def issues(self) -> list[Issue]:
        """All issues with their positions, by id."""
        return queries.issues(self.exact_store)

    def arguments(self) -> list[Argument]:
        """All arguments, by id."""
        return queries.arguments(self.exact_store)

    def extract(
        self,
        *articles: str | Path,
        engine: str = "rules",
        cues: str | Path | None = None,
        **how: Any,
    ) -> list[dict[str, Any]]:
        """Draft stances that articles may hold, with the names and issues of this graph.

        They are drafts for a person: `stancegraph.extract.draft.write_draft` makes a file of one,
        and `stancegraph review` goes through it.

        Args:
            articles: files, folders, addresses, or `-`.
            engine: rules, spacy or llm.
            cues: a folder with cues of one's own, a file for each issue.
            how: settings of the `llm` engine: url, model, key, via, budget, timeout, tries, cache.

        Returns:
            The content of a draft file for each article.

        Raises:
            StancegraphError: an article cannot be read.
            MissingExtra: the engine's package is not installed.
        """
        from stancegraph.extract.article import places, read_article
        from stancegraph.extract.draft import to_draft
        from stancegraph.extract.engines import engine as made
        from stancegraph.extract.knowledge import Knowledge

        find = made(engine, **how)
        known = Knowledge.of(self.exact_store, Path(cues) if cues else None)
        found = map(read_article, places(map(str, articles)))
        return [to_draft(article, find(article, known), known) for article in found]

    # ---- looked at

    def check(self, *paths: str | Path, texts: str | Path | None = None) -> Checked:
        """Check the graph against the shapes and the checks of the ontology.

        Args:
            paths: files and folders to check as if they were loaded into this graph; the graph
                itself stays as it is, and findings are of these files only.
            texts: a folder with the articles, so that quotations are looked for there again.
        """
        return checked(self.store.local(), paths, Path(texts) if texts is not None else None)

    def card(self, name: str) -> Card:
        """What there is to know of one entity, by id, name or alias; see `Card`.

        Raises:
            UnknownName: no entity is called so.
        """
        return card(self.exact_store, name)

    def info(self) -> dict[str, int | str]:
        """Counts of what the graph holds, and the span of its dates."""
        return counts(self.exact_store)

    def network(
        self, selection: Selection | None = None, /, **filters: Any
    ) -> networkx.MultiDiGraph[str]:
        """Holders, positions and issues as a NetworkX graph, one edge a stance.

        Args:
            selection: which stances; or give the filters of `select` by name.
        """
        from stancegraph.network import stance_network

        return stance_network(self.stances(selection, **filters), self.issues())

    def page(
        self,
        selection: Selection | None = None,
        *,
        title: str | None = None,
        query: str | None = None,
        sparql: bool = True,
    ) -> str:
        """The text of the interactive HTML page.

        Args:
            selection: which stances to draw.
            title: the heading.
            sparql: with a console that answers SPARQL, which makes the page 2 MB larger.
            query: draw what this query gives instead: a CONSTRUCT, a DESCRIBE or a SELECT
                with two columns of things.

        Raises:
            QueryError: the query gives no relations to draw.
            StancegraphError: there is more than one page can show.
        """
        from stancegraph.page.pages import query_page, stance_page

        if query is not None:
            if selection not in (None, Selection()):
                raise StancegraphError("a query is drawn as it is: give it without other filters")
            return query_page(self.store, query, title=title)
        # A page holds the whole history: one request for a store that is far, instead of many.
        return stance_page(self.store.local(), selection or Selection(), title=title, sparql=sparql)

    def to_pyvis(
        self, selection: Selection | None = None, /, *, title: str | None = None, **filters: Any
    ) -> pyvis.network.Network:
        """Holders, positions and issues as a pyvis network, drawn by vis-network.

        It is a network like any other of pyvis; add nodes, set options. What it writes is a safe
        page of ours, in one file that needs no network. `network` tells what nodes are called.

        Args:
            selection: which stances; or give the filters of `select` by name.
            title: the heading.

        Raises:
            StancegraphError: there are more stances than vis-network can show well.
        """
        from stancegraph.page.pages import pyvis_network

        return pyvis_network(self.store.local(), selection or self.select(**filters), title=title)

    def _repr_html_(self) -> str:
        """The page, as notebooks show it."""
        return self.draw()._repr_html_()

    @overload
    def draw(self, path: None = None, /, **how: Any) -> Inline: ...

    @overload
    def draw(self, path: str | Path, /, **how: Any) -> Path: ...

    def draw(
        self,
        path: str | Path | None = None,
        /,
        *,
        title: str | None = None,
        query: str | None = None,
        sparql: bool | None = None,
        **filters: Any,
    ) -> Path | Inline:
        """Write the interactive HTML page, or show it in a notebook.

        Args:
            path: the file to write; without one the page is for a notebook.
            title: the heading.
            query: draw what this query gives, as `page` does, instead of stances.
            sparql: with a console that answers SPARQL, which makes the page 2 MB larger; by
                default in files, as a notebook has `query`.
            filters: which stances, as `select` takes them.

        Returns:
            The path, or what a notebook shows.
        """
        from stancegraph.page.pages import Inline

        console = path is not None if sparql is None else sparql
        page = self.page(self.select(**filters), title=title, query=query, sparql=console)
        return Inline(page) if path is None else write_whole(Path(path), page.encode())

    def export(
        self,
        target: str | Path | BinaryIO,
        format: str | None = None,
        *,
        selection: Selection | None = None,
        construct: str | None = None,
        derived: bool = False,
    ) -> None:
        """Write the graph, or a part of it, in any format of `stancegraph.formats`.

        Args:
            target: a file, a folder for records, or a binary stream.
            format: the format's name; by default the file's suffix tells it.
            selection: only these stances and what they refer to.
            construct: only the triples that this CONSTRUCT gives.
            derived: with the facts that are derived from the stances.

        Raises:
            StancegraphError: the format is not known, or the file cannot be written.
            MissingExtra: the format needs a package that is not installed.
        """
        from stancegraph.export import export

        named = formats.by_name(format, "export") if format else None
        place = Path(target) if isinstance(target, str | Path) else target
        if named is None and isinstance(place, Path):
            named = formats.by_suffix(place.name, "export") or formats.by_name("yaml", "export")
        if named is None:
            raise StancegraphError(f"no format: one of {', '.join(formats.names('export'))}")
        export(self.store, place, named, selection=selection, construct=construct, derived=derived)

    # ---- for people who know rdflib

    @property
    def rdflib(self) -> rdflib.Dataset:
        """An `rdflib.Dataset` over the same store; queries given as text are Oxigraph's to answer.

        Write RDF from it with oxrdflib's serializers (`format="ox-turtle"`), which know that
        Oxigraph's plain literals are typed `xsd:string`.

        Raises:
            StancegraphError: the store is not one of this machine.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        if not isinstance(self.store, MemoryStore | FolderStore):
            raise StancegraphError("rdflib can look into a store in memory or in a folder only")
        view = rdflib.Dataset(store=OxigraphStore(store=self.store.raw), default_union=True)
        for prefix, namespace in PREFIXES.items():
            view.bind(prefix, namespace, override=True, replace=True)
        return view
