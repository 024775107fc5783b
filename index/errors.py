"""The index's branch of the error tree drawn in `corpus.errors`."""

from corpus.errors import AircheckError


class IndexingError(AircheckError):
    """An index cannot be built, opened or searched."""


class NoIndex(IndexingError):
    """The folder holds no finished index."""


class IndexMismatch(IndexingError):
    """The index was built by another model, chunker or schema; the message names the command that mends it."""


class IndexDamaged(IndexingError):
    """Files of the index are missing or altered; the message names the command that mends it."""


class IndexBusy(IndexingError):
    """Another process is writing this index."""


class UnknownFilterValue(IndexingError):
    """A filter names a kind, speaker or episode that the index does not have."""
