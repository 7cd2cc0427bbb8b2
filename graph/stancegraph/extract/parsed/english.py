"""Verbs and nouns of general English by what they do to a clause that hangs on them."""

# fmt: off
# What is only weighed is no position.
WEIGHED = frozenset({
    "consider", "weigh", "mull", "debate", "ponder", "contemplate",
})
# The same with about, of or against.
THOUGHT = frozenset({
    "think", "talk", "speak", "dream", "hear", "ask", "wonder", "muse",
})
# What ought to be is a view of who says it.
OUGHT = frozenset({
    "should", "must", "ought", "shall",
})
# `no reason to`, `no plans to`: what is denied is what follows.
ENDS = frozenset({
    "reason", "plan", "plans", "intention", "intentions", "need", "point", "sense", "case",
    "desire", "interest", "wish",
})
# What one does not think is taken to be what one thinks is not so.
RAISING = frozenset({
    "think", "believe", "expect", "see", "want", "suppose", "imagine", "regard", "consider",
    "reckon", "buy",
})
# What follows the object of these is done by the object: `urges labs to publish`.
ORDERS = frozenset({
    "urge", "ask", "tell", "order", "require", "force", "oblige", "persuade", "encourage",
    "press", "push", "want", "expect", "allow", "let", "advise", "call", "enable", "permit",
    "forbid", "invite", "help", "compel", "instruct", "command", "direct", "warn",
})
# What hangs on these is turned round.
AGAINST = frozenset({
    "refuse", "refuses", "refused", "refusing", "fail", "fails", "failed", "abandon", "abandons",
    "abandoned", "abandoning", "stop", "stops", "stopped", "oppose", "opposes", "opposed",
    "opposing", "against", "reject", "rejects", "rejected", "avoid", "avoids", "avoided", "ditch",
    "ditched", "eschew", "eschewed", "eschews", "shun", "shuns", "shunned", "end", "ended",
    "halt", "halted", "retreat", "retreats", "retreated", "forbid", "forbids", "forbade",
    "forbidden", "ban", "bans", "banned", "bar", "bars", "barred", "prohibit", "prohibits",
    "prohibited", "prevent", "prevents", "prevented", "block", "blocks", "blocked", "decline",
    "declines", "declined", "cease", "ceased", "ceases", "quit", "quits", "without",
})
# fmt: on
