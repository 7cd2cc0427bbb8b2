"""What a dependency parse tells of a sentence: who does what, who says it, and what is denied."""

from __future__ import annotations

from collections.abc import Iterator

from stancegraph.extract.parsed.english import ENDS, ORDERS, OUGHT, RAISING, THOUGHT, WEIGHED
from stancegraph.extract.parsed.people import OWNING, SUBJECTS, Node, People, Subject
from stancegraph.extract.values import Span

_SHARES = frozenset(["xcomp", "conj", "advcl", "pcomp", "acomp", "attr", "oprd", "prep", "dep"])
_ANYONE = frozenset(["who", "which", "that", "whoever"])


class Tree(People):
    """A sentence with its parse."""

    # ---- who does it

    def verb(self, token: Node) -> Node:
        """The verb of the clause that a word stands in."""
        node = token
        while node.pos_ not in ("VERB", "AUX") and node.head.i != node.i:
            if node.dep_ in SUBJECTS:
                return node.head
            node = node.head
        return node

    def subject(self, verb: Node, depth: int = 0) -> Node | None:
        """The subject of a verb: its own, its governor's, or what it qualifies."""
        own = next((c for c in verb.children if c.dep_ in SUBJECTS), None)
        if own is not None:
            if own.lower_ in _ANYONE and verb.dep_ == "relcl":
                return verb.head
            return own
        if verb.dep_ in ("relcl", "acl"):
            return verb.head if verb.head.pos_ in ("NOUN", "PROPN", "PRON") else None
        if depth < 6 and verb.head.i != verb.i and verb.dep_ in _SHARES:
            head = verb.head
            if verb.dep_ == "xcomp":
                asked = next((c for c in head.children if c.dep_ in ("dobj", "dative")), None)
                if asked is not None and asked.i < verb.i and self._orders(head):
                    return asked
            return self.subject(head, depth + 1)
        return None

    def _orders(self, verb: Node) -> bool:
        """Whether what follows a verb's object is done by the object: `urges labs to publish`."""
        return verb.lower_ in self.lists["want"] or verb.lemma_ in ORDERS

    def subject_inside(self, token: Node, span: Span) -> bool:
        """Whether a phrase has its subject in it, and so tells of nobody's deed."""
        subject = self.subject(self.verb(token))
        return subject is not None and span.start <= self.place(subject) < span.end

    def agent(self, verb: Node) -> Node | None:
        """Whom a passive names with `by`."""
        for child in verb.children:
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
                return next((c for c in child.children if c.dep_ == "pobj"), None)
        return None

    def agents(self, token: Node) -> list[Subject]:
        """Who does what a word tells; empty where the sentence names no subject."""
        verb = self.verb(token)
        by = self.agent(verb)
        if by is not None:
            found = self._all(by)
            if any(one.who for one in found):
                return found
        owners = self._owners(token, verb)
        if owners:
            return owners
        subject = self.subject(verb)
        return self._all(subject) if subject is not None else []

    def _owners(self, token: Node, verb: Node) -> list[Subject]:
        """Whose something is, from a noun up to its verb: `Meta's embrace of open models`."""
        node = token
        while node.i != verb.i and node.head.i != node.i:
            if node.pos_ in ("NOUN", "PROPN"):
                for child in node.children:
                    if child.dep_ == "poss" and child.i in self.names:
                        return self._all(child)
                    if child.dep_ in ("prep", "agent") and child.lower_ in OWNING:
                        found = [
                            s for c in child.children if c.dep_ == "pobj" for s in self._all(c)
                        ]
                        if any(s.who and not s.who.person for s in found):
                            return [s for s in found if s.who]
            node = node.head
        return []

    def _all(self, token: Node) -> list[Subject]:
        """Whom a phrase means, with those joined to it by `and`."""
        found = [self.meant(token)]
        for child in token.children:
            if child.dep_ == "conj":
                found += self._all(child)
        known = [one for one in found if one.who]
        return known or found[:1]

    # ---- who says it

    def says(self, token: Node) -> tuple[Subject, Node] | None:
        """Who says what a word stands in, and the verb: the innermost of several."""
        node = token
        for _ in range(40):
            if self._reports(node):
                subject = self.subject(node)
                if (
                    subject is not None
                    and subject.i != token.i
                    and not self._inside(token, subject)
                ):
                    return self.meant(subject), node
            for child in node.children:
                if child.dep_ == "parataxis" and self._reports(child):
                    subject = self.subject(child)
                    if subject is not None:
                        return self.meant(subject), child
                if child.lower_ == "according" or (child.lower_ == "per" and child.dep_ == "prep"):
                    source = self._source(child)
                    if source is not None:
                        return source, child
            if node.head.i == node.i:
                return None
            node = node.head
        return None

    def _reports(self, node: Node) -> bool:
        if node.pos_ not in ("VERB", "AUX") or node.lower_ not in self.said:
            return False
        return not any(child.dep_ in ("auxpass", "nsubjpass") for child in node.children)

    @staticmethod
    def _inside(token: Node, subject: Node) -> bool:
        """Whether a word belongs to a subject."""
        return bool(subject.is_ancestor(token))

    def _source(self, token: Node) -> Subject | None:
        for node in token.subtree:
            if node.dep_ == "pobj":
                # "According to The Gazette, Jane Doe thinks" only looks like an apposition.
                people = [self.meant(c) for c in node.children if c.dep_ == "appos"]
                found = self.meant(node)
                if found.who and found.who.type == "Publication":
                    found = next((one for one in people if one.who and one.who.person), found)
                if found.who:
                    return found
        return None

    def wished(self, token: Node) -> bool:
        """Whether a word tells what ought to be, or what somebody is asked to do."""
        node = token
        for _ in range(12):
            if node.lemma_ in ("need", "deserve", "ought"):
                return True
            if any(child.dep_ == "aux" and child.lower_ in OUGHT for child in node.children):
                return True
            head = node.head
            if head.i == node.i:
                return False
            if node.dep_ in ("xcomp", "ccomp") and self._orders(head):
                own = any(c.dep_ in SUBJECTS for c in node.children)
                asked = any(c.dep_ in ("dobj", "dative") and c.i < node.i for c in head.children)
                if own or asked:
                    return True
            if node.dep_ == "xcomp" and head.lower_ in ("has", "have"):
                return True
            if node.dep_ in SUBJECTS or self._reports(head):
                return False
            node = head
        return False

    def open_question(self, token: Node) -> bool:
        """Whether a word stands in what is only asked, supposed or thought about."""
        node = token
        for _ in range(12):
            marks = {child.lower_ for child in node.children if child.dep_ == "mark"}
            if marks & {"whether", "if"} or node.lemma_ in WEIGHED:
                return True
            about = node.dep_ == "pcomp" and node.head.lower_ in ("about", "of", "against")
            if about and node.head.head.lemma_ in THOUGHT:
                return True
            if node.head.i == node.i or node.dep_ in SUBJECTS:
                return False
            if node.dep_ in ("conj", "advcl", "parataxis", "relcl"):
                return False
            node = node.head
        return False

    def loose(self, span: Span) -> bool:
        """Whether the words of a phrase stand in clauses that have little to do with each other."""
        tokens = [
            t for t in self.within(span) if t.is_alpha and t.dep_ not in ("cc", "mark", "det")
        ]
        if len(tokens) < 2:
            return False
        first, last = self._head(tokens[0]), self._head(tokens[-1])
        inside = {token.i for token in tokens}
        if last.is_ancestor(first):
            return any(node.dep_ in ("relcl", "advcl") for node in _up(first, last))
        if first.i != last.i and not first.is_ancestor(last):
            return True
        for node in _up(last, first):
            own = any(child.dep_ in SUBJECTS for child in node.children)
            if node.dep_ in ("conj", "parataxis") and (own or node.i not in inside):
                return True
        return False

    @staticmethod
    def _head(token: Node) -> Node:
        node = token
        while node.dep_ not in _CLAUSES and node.head.i != node.i:
            if node.dep_ == "conj" and node.pos_ in ("VERB", "AUX"):
                break
            node = node.head
        return node

    # ---- what is denied

    def denials(self, span: Span, negations: frozenset[str]) -> int:
        """How many words of denial govern a phrase, but for those that are part of it."""
        root = self.root(span)
        if root is None:
            return 0
        said = self.says(root)
        inside = {token.i for token in self.within(span)}
        count = 0
        for node in self._clause(root):
            count += sum(
                1
                for child in node.children
                if child.i not in inside and child.i < max(inside) and self._denying(child)
            )
            if node.i not in inside and node.i < min(inside) and node.lower_ in negations:
                count += 1
        if said is not None and said[1].lemma_ in RAISING and said[1].i not in inside:
            count += sum(child.dep_ == "neg" for child in said[1].children)
        return count

    @staticmethod
    def _denying(child: Node) -> bool:
        if child.dep_ == "neg":
            return not any(
                n.lower_ in ("only", "just", "merely") for n in child.doc[child.i + 1 : child.i + 2]
            )
        return child.lower_ in ("no", "never", "neither", "hardly", "without") and child.dep_ in (
            "det", "advmod", "preconj", "prep")  # fmt: skip

    def _clause(self, token: Node) -> Iterator[Node]:
        """A word and those it hangs on, up to where somebody is said to say it."""
        node = token
        yield node
        while node.head.i != node.i and node.dep_ not in SUBJECTS:
            if node.dep_ in ("advcl", "conj", "parataxis") or self._reports(node.head):
                return
            if node.dep_ in ("relcl", "acl") and node.head.lower_ not in ENDS:
                return
            node = node.head
            yield node


def _up(node: Node, to: Node) -> Iterator[Node]:
    """A word and those it hangs on, as far as another."""
    while node.i != to.i:
        yield node
        node = node.head


_CLAUSES = frozenset(
    {"ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "csubj", "pcomp", "xcomp"}
)
