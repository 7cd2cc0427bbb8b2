"""Which model is asked, how, and how much of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from stancegraph.errors import StancegraphError
from stancegraph.extract.web import checked

URL, MODEL, KEY = "STANCEGRAPH_LLM_URL", "STANCEGRAPH_LLM_MODEL", "STANCEGRAPH_LLM_KEY"
VIA = ("llm",)
TIMEOUT, TRIES = 120.0, 3
_ROUTE = "/chat/completions"


class Budget:
    """How many tokens a run may take, and how many it took; shared by all its articles.

    Args:
        tokens: how many it may take; None for any number.
    """

    def __init__(self, tokens: int | None = None) -> None:
        self.tokens = tokens
        self.spent = 0

    def allow(self, tokens: int) -> None:
        """See that so many more may be taken.

        Raises:
            StancegraphError: they may not; nothing was asked.
        """
        if self.tokens is not None and self.spent + tokens > self.tokens:
            raise StancegraphError(
                f"the budget of {self.tokens:,} tokens ends here: {self.spent:,} are spent, and"
                f" the next request may take {tokens:,} (give a larger --budget: answers so far"
                " are kept, and are not asked for again)"
            )

    def take(self, tokens: int) -> None:
        """Note what was taken."""
        self.spent += tokens


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of the `llm` engine needs to know.

    Args:
        model: the name of the model, as its server or the program `llm` knows it.
        url: the address of an OpenAI-compatible endpoint, which usually ends in `/v1`.
        key: what the endpoint is told; never shown or stored.
        via: `llm` to ask through the program `llm` and its plugins and keys.
        budget: how many tokens the run may take.
        timeout: seconds until an answer must be there.
        tries: how often a question is put before it is given up.
        cache: whether answers are kept, and not asked for again.
    """

    model: str
    url: str = ""
    key: str | None = field(default=None, repr=False)
    via: str | None = None
    budget: Budget = field(default_factory=Budget)
    timeout: float = TIMEOUT
    tries: int = TRIES
    cache: bool = True

    @property
    def base(self) -> str:
        """What answers: an endpoint, or the program `llm`."""
        return self.via or self.url


def settings(
    *,
    url: str | None = None,
    model: str | None = None,
    key: str | None = None,
    via: str | None = None,
    budget: int | None = None,
    timeout: float = TIMEOUT,
    tries: int = TRIES,
    cache: bool = True,
) -> Settings:
    """Settings from options, and from the environment where an option is not given.

    Raises:
        StancegraphError: the model or the endpoint is missing or wrong.
    """
    if via is not None and via not in VIA:
        raise StancegraphError(f"'{via}' is nothing to ask through ({', '.join(VIA)})")
    model = model or os.environ.get(MODEL)
    if not model:
        raise StancegraphError(f"no model: give -m MODEL, or set {MODEL}")
    if via:
        return Settings(model, via=via, budget=Budget(budget), tries=tries, cache=cache)
    url = url or os.environ.get(URL)
    if not url:
        raise StancegraphError(
            f"no endpoint: give --url, or set {URL} (such as http://localhost:11434/v1, or ask"
            " through the program llm with --via llm)"
        )
    key = key or os.environ.get(KEY) or None
    if key and not (key.isascii() and key.isprintable()):
        raise StancegraphError(f"{KEY} holds characters that no key has")
    base = checked(url).rstrip("/").removesuffix(_ROUTE)
    return Settings(model, base, key, None, Budget(budget), timeout, tries, cache)
