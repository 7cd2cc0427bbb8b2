"""A graph on the web: the SPARQL 1.1 Protocol, linked data, pages, and updates for who may.

One process speaks HTTP and does nothing else. The graph is with workers, processes that answer one
request at a time; what runs away is ended with its process, and the others go on.
"""

from stancegraph.serve.settings import Settings

__all__ = ["Settings"]
