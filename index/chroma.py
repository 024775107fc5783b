"""How Chroma is reached: in a folder or on a server, its errors as ours, a server that restarts ridden out.

Only here, in `index.store` and in `index.server` is Chroma known. On a server each show has a database of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import quote, urlsplit

from index.errors import IndexDamaged, IndexingError, NoIndex

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.fastapi import FastAPI
    from chromadb.config import Settings

PATIENCE_S = 60.0  # what a writer waits for a server that is being restarted; who answers questions waits for none
MEND = "mend it with: aircheck ingest FOLDER"
_CONNECT_S = 5.0
_READ_S, _WRITE_S = 10.0, 60.0  # for an answer, to who reads and to who may write
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

    address = urlsplit(where)
    secure = address.scheme == "https"
    port = address.port or (443 if secure else 8000)
    host = address.hostname or "localhost"
    database = address.path.strip("/") or "default_database"
    # Asked before Chroma's own client is made: that one waits for ever for a server that hangs.
    databases = f"{address.scheme}://{host}:{port}/api/v2/tenants/default_tenant/databases"
    found = httpx.get(f"{databases}/{quote(database, safe='')}", timeout=_CONNECT_S)
    if found.status_code == httpx.codes.NOT_FOUND and create:
        found = httpx.post(databases, json={"name": database}, timeout=_CONNECT_S)
        if found.status_code == httpx.codes.CONFLICT:  # another process has made it by now
            found = httpx.get(f"{databases}/{quote(database, safe='')}", timeout=_CONNECT_S)
    if found.status_code == httpx.codes.NOT_FOUND:
        raise NoIndex(f"{where}: no index is there yet; publish one with: aircheck ingest FOLDER")
    if found.is_error:
        raise ValueError(f"{found.status_code}: {found.text[:300]}")
    client = cast("Client", chromadb.HttpClient(host=host, port=port, ssl=secure, settings=settings, database=database))
    cast("FastAPI", client._server)._session.timeout = httpx.Timeout(
        _WRITE_S if create else _READ_S, connect=_CONNECT_S
    )
    return client


def release(client: Client) -> None:
    """Let go of a folder's files or a server's connections."""
    client.close()
    for part in (client, cast("Client", client._admin_client)):
        session = getattr(part._server, "_session", None)
        if session is not None:
            session.close()  # Chroma leaves it to the collector


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
