"""Who was spoken of last: for pronouns and for `the company`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stancegraph.extract.rules.names import Who

_GENDERS: Final = {"he": "m", "his": "m", "she": "f", "her": "f"}
# How many people and firms are remembered.
_MEMORY = 8
_NOT_MEANT = ("Country", "Publication", "Law", "Place", "Product")
_COMPANY, _NGO = ("Company", "Lab"), ("NGO", "Government")
# What kind of holder a noun stands for; one that is not here may be any.
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("ministry", "agency", "department", "committee", "commission"), _NGO[1:]),
    **dict.fromkeys(("regulator", "government", "bureau", "authority", "council"), _NGO[1:]),
    **dict.fromkeys(("institute", "foundation", "association", "university"), _NGO),
    **dict.fromkeys(("coalition", "alliance", "charity", "nonprofit"), _NGO),
    **dict.fromkeys(("newspaper", "paper", "publisher"), ("Publication",)),
    **dict.fromkeys(("company", "firm", "start-up", "startup", "lab", "laboratory"), _COMPANY),
    **dict.fromkeys(("maker", "developer", "giant", "vendor", "supplier"), _COMPANY),
}


@dataclass(slots=True)
class Context:
    """Who was spoken of.

    Args:
        people, orgs: those named, the last at the end.
        speaker: who said something last.
        self: whom `I` means: the author, or who has the turn.
    """

    people: list[Who] = field(default_factory=list)
    orgs: list[Who] = field(default_factory=list)
    speaker: Who | None = None
    self: Who | None = None

    @property
    def person(self) -> Who | None:
        """The person named last."""
        return self.people[-1] if self.people else None

    @property
    def org(self) -> Who | None:
        """The firm, or the like, named last."""
        return self.orgs[-1] if self.orgs else None

    def see(self, who: Who) -> None:
        """Remember somebody who was named."""
        if who.type in _NOT_MEANT:
            return
        those = self.people if who.person else self.orgs
        others = [one for one in those if one is not who]
        those[:] = [*others[1 - _MEMORY :], who]

    def pronoun(self, word: str) -> Who | None:
        """Whom `he` or `she` means; that they are he or she is remembered."""
        gender = _GENDERS.get(word, "")
        last = [self.speaker] if self.speaker and self.speaker.person else []
        for who in (*self.people[-1:], *last, *reversed(self.people[:-1])):
            if who is not self.self and who.gender in ("", gender):
                who.gender = who.gender or gender
                return who
        return None

    def definite(self, noun: str, roles: frozenset[str]) -> Who | None:
        """Whom `the company` or `the senator` means.

        Args:
            noun: the noun.
            roles: nouns for people.
        """
        if noun in roles:
            return self.person
        kinds = _KINDS.get(noun)
        for who in reversed(self.orgs):
            if kinds is None or who.type in kinds or noun in who.name.lower():
                return who
        return None
