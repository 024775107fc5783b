"""Our ranking as a LlamaIndex retriever, so that any LlamaIndex program can use the show.

Importing this module imports LlamaIndex; nothing else in the program imports this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from index.models import Filters
from index.store import node_of

if TYPE_CHECKING:
    from index.search import Index


class AircheckRetriever(BaseRetriever):
    """Ranked passages as nodes: text as quoted, place and speaker as metadata, our score as theirs."""

    def __init__(self, index: Index, *, filters: Filters | None = None, top: int = 10) -> None:
        self._index = index
        self._filters = filters or Filters()
        self._top = top
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._index.search(query_bundle.query_str, filters=self._filters, top=self._top)
        return [NodeWithScore(node=node_of(hit.passage), score=hit.score) for hit in hits]
