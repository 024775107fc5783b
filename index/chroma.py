"""How Chroma is reached: in a folder or on a server, its errors as ours, a server that restarts ridden out.

Only here, in `index.store` and in `index.server` is Chroma known. On a server each show has a database of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlsplit

from index.errors import IndexDamaged, IndexingError, NoIndex

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.fastapi import FastAPI
    from chromadb.config import Settings

PATIENCE_S = 60.0  # what a writer waits for a server that is being restarted; who answers questions waits for none
MEND = "mend it with: aircheck ingest FOLDER --rebuild"
_CONNECT_S, _ANSWER_S = 5.0, 60.0
_WIDEST_S = 3.0  # between two tries

T = TypeVar("T")


def connect(where: Path | str, *, create: bool) -> Client:
    """A client for a folder, or for a server when `where` is an address such as "http://host:8000/my-show".

    The path of an address names the show's database, which `create` makes. Raises `NoIndex` where there is none, and
    what Chroma and httpx raise.
    """
    import chromadb  # a second, and most questions never need it
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if isinstance(where, Path):
        return cast("Client", chromadb.PersistentClient(path=str(where), settings=settings))
    return _connect_to_server(where, settings, create=create)


def _connect_to_server(where: str, settings: Settings, *, create: bool) -> Client:
    import chromadb
    import httpx
    from chromadb.errors import ChromaError, NotFoundError

    address = urlsplit(where)
    secure = address.scheme == "https"
    port = address.port or (443 if secure else 8000)
    host = address.hostname or "localhost"
    database = address.path.strip("/") or "default_database"
    # Asked first, because Chroma's own client waits for ever for a server that hangs.
    httpx.get(f"{address.scheme}://{host}:{port}/api/v2/heartbeat", timeout=_CONNECT_S).raise_for_status()

    def connected() -> Client:
        client = cast(
            "Client",
            chromadb.HttpClient(host=host, port=port, ssl=secure, settings=settings, database=database),
        )
        cast("FastAPI", client._server)._session.timeout = httpx.Timeout(_ANSWER_S, connect=_CONNECT_S)
        return client

    try:
        return connected()
    except NotFoundError as error:
        if not create:
            raise NoIndex(f"{where}: no index is there yet; publish one with: aircheck ingest FOLDER") from error
    with suppress(ChromaError):  # another process may have made it by now; if it cannot be made, connecting says so
        chromadb.AdminClient(settings).create_database(database)
    return connected()


def answered(where: Path | str, call: Callable[[], T], patience_s: float = 0.0) -> T:
    """What `call` returns, Chroma's errors as ours; a connection that fails is tried again for `patience_s`."""
    import httpx
    from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential

    again = Retrying(
        retry=retry_if_exception_type((httpx.NetworkError, httpx.RemoteProtocolError)),
        stop=stop_after_delay(patience_s),
        wait=wait_exponential(0.2, max=_WIDEST_S),
        reraise=True,
    )
    with _chroma_errors(str(where)):
        return again(call)


@contextmanager
def _chroma_errors(where: str) -> Iterator[None]:
    """Turn whatever Chroma raises (its types differ between folder and server) into one of ours."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, httpx.HTTPError, ValueError, OSError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        if "://" in where:
            raise IndexingError(
                f"{where}: the Chroma server does not answer as expected ({reason}); "
                "start it, or set AIRCHECK_STORE to where it is."
            ) from error
        raise IndexDamaged(f"{where}: Chroma cannot use its files ({reason}); {MEND}") from error
