"""A sentence as a short string of symbols, one for each word, name or quotation.

Grammar is then a regular expression. P is a person, O an organisation, U a publication, C a
country, M a product, G a group; h he or she, t they or it, i I, w we, D `the company`; H his or
her, y my or our; V a verb of saying, W one of wanting; A `according to`; N a report, E a view, R a
role; a an auxiliary or adverb, m a word of time, n a denial; r who or which, c that, f of, d the,
& and, s a genitive, b but; Q a quotation; punctuation; x the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from stancegraph.extract.rules.names import Named, Who
from stancegraph.extract.rules.words import Token
from stancegraph.extract.values import Span

_TYPES: Final = {"Person": "P", "Publication": "U", "Country": "C", "Group": "G"}
_WORDS: Final = {
    **dict.fromkeys(("he", "she"), "h"),
    **dict.fromkeys(("they", "it"), "t"),
    "i": "i",
    "we": "w",
    **dict.fromkeys(("his", "her", "their", "its"), "H"),
    **dict.fromkeys(("my", "our"), "y"),
    **dict.fromkeys(("who", "which", "whose"), "r"),
    "that": "c",
    **dict.fromkeys(("and", "or"), "&"),
    **dict.fromkeys(("of", "at", "for", "from", "by", "with", "in", "on", "as"), "f"),
    **dict.fromkeys(("the", "a", "an", "this"), "d"),
    **dict.fromkeys(("while", "whereas", "although", "though"), ";"),
    "but": "b",
}
# Lists of words and their symbols; of a word in several the last counts.
_LISTS: Final = (
    ("time", "m"),
    ("viewnoun", "E"),
    ("reportnoun", "N"),
    ("person_role", "R"),
    ("aux", "a"),
    ("want", "W"),
    ("say", "V"),
)
# How many words may stand between `the` and its noun: `the former Google chief`.
_NOUN = 5


@dataclass(slots=True)
class Unit:
    """A word, a name or a quotation of a sentence."""

    symbol: str
    start: int
    end: int
    word: str = ""
    who: Who | None = None
    named: Named | None = None


class Shapes:
    """Turns sentences into units.

    Args:
        lists: words by kind.
    """

    def __init__(self, lists: Mapping[str, frozenset[str]]) -> None:
        self._lists = lists
        self._table: dict[str, str] = {}
        for name, symbol in _LISTS:
            self._table.update(dict.fromkeys(lists.get(name, ()), symbol))
        self._table.update(_WORDS)

    def units(
        self, words: Sequence[Token], named: Sequence[Named], quoted: Sequence[Span]
    ) -> list[Unit]:
        """The words of a sentence, a name or a quotation each as one.

        Args:
            words: its tokens.
            named: the names in it.
            quoted: the quotations in it.
        """
        found: list[Unit] = []
        names = {one.start: one for one in named}
        marks = list(quoted)
        skip = -1
        for token in words:
            if token.start < skip:
                continue
            if token.brk and found:
                found.append(Unit(";" if token.brk == 2 else ",", token.start, token.start))
            while marks and marks[0].end <= token.start:
                marks.pop(0)
            one = names.get(token.start)
            if marks and marks[0].start <= token.start:
                found.append(Unit("Q", marks[0].start, marks[0].end))
                skip = marks[0].end
            elif one is not None:
                symbol = "M" if one.product else _TYPES.get(one.who.type, "O")
                found.append(Unit(symbol, one.start, one.end, "", one.who, one))
                found += [Unit("s", one.end, one.end)] if one.owner else []
                skip = one.end
            else:
                found.append(self._unit(token, found[-1] if found else None))
        return self._joined(found)

    def _unit(self, token: Token, last: Unit | None) -> Unit:
        symbol = self._table.get(token.word) or ("a" if token.word.endswith("ly") else "x")
        before = last.symbol if last else ""
        noun = before in "dHys" if before else False
        if last and last.word in self._lists["before_noun"]:
            noun = True
        if symbol in "VW" and noun:
            symbol = "N" if token.word in self._lists["reportnoun"] else "x"
            symbol = "E" if token.word in self._lists["viewnoun"] else symbol
        if symbol == "V" and token.word.endswith("ing") and before not in ",a;":
            symbol = "x"
        if token.word in self._lists["denying"] or token.word.endswith("n't"):
            symbol = "n"
        return Unit(symbol, token.start, token.end, token.word)

    def _joined(self, units: list[Unit]) -> list[Unit]:
        """`the company` and `according to`, each as one."""
        found: list[Unit] = []
        for unit in units:
            if unit.word == "to" and found and found[-1].word == "according":
                found[-1] = Unit("A", found[-1].start, unit.end, "according to")
                continue
            the = self._the(found) if unit.word in self._lists["definite"] else None
            if the is not None:
                unit = Unit("D", found[the].start, unit.end, unit.word)
                del found[the:]
            found.append(unit)
        return found

    @staticmethod
    def _the(units: Sequence[Unit]) -> int | None:
        """Where `the` stands before a noun."""
        for back in range(1, min(_NOUN, len(units)) + 1):
            if units[-back].word in ("the", "this", "that"):
                return len(units) - back
            if units[-back].symbol not in "xOUCRE":
                return None
        return None
