"""The pages of a graph as linked data: things, questions, and the RDF that goes with them.

A library without HTTP: `serve` answers with these, and files can be made of them.
"""

from stancegraph.site.addresses import DATA, KINDS, Addresses, read_path
from stancegraph.site.library import question_page, questions_page
from stancegraph.site.linked import linked
from stancegraph.site.problem import problem_page
from stancegraph.site.render import policy
from stancegraph.site.things import thing_page

__all__ = [
    "DATA",
    "KINDS",
    "Addresses",
    "linked",
    "policy",
    "problem_page",
    "question_page",
    "questions_page",
    "read_path",
    "thing_page",
]
