"""One store, several machines: what is published reaches all of them, and one at a time writes."""

import json
import shutil
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from index.errors import IndexBusy, IndexDamaged, IndexingError, NoIndex
from index.follow import Follower
from index.lease import PREFIX, Lease, Pace, answering, leased
from index.live import LiveIndex
from index.models import SyncReport
from index.published import bring, difference, name_here, publish, remove_old
from index.search import Index
from index.server import ChromaServer
from index.shared import roll_back
from index.sync import sync
from tests.chroma_run import ChromaRun, chroma_run, free_port
from tests.fakes import FakeEmbedder, FakeSource, make_passage

RYE = make_passage("ep001/a.txt", ("Nell Fry", "Rye seed wants cold ground."))
OATS = make_passage("ep002/b.txt", ("Nell Fry", "Oats came up late in the wet meadow."), episode="002")
BARLEY = make_passage("ep003/c.txt", ("Nell Fry", "Barley is sown when the blackthorn flowers."), episode="003")
QUICK = Pace(beat_s=0.05, silence_s=0.5, look_s=0.02)
SHOWS = count(1)

pytestmark = pytest.mark.usefixtures("without_a_child")

Connect = Callable[[str], ChromaServer]
Follow = Callable[..., Follower]


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaRun]:
    with chroma_run(tmp_path_factory.mktemp("chroma")) as server:
        yield server


@pytest.fixture
def address(chroma: ChromaRun) -> str:
    """A show of its own for every test."""
    return f"{chroma.address}/show-{next(SHOWS)}"


@pytest.fixture
def opened() -> Iterator[list[ChromaServer | Follower]]:
    """What is to be closed at the end."""
    things: list[ChromaServer | Follower] = []
    yield things
    for thing in things:
        thing.close()


@pytest.fixture
def connect(opened: list[ChromaServer | Follower]) -> Connect:
    def connected(address: str) -> ChromaServer:
        opened.append(server := ChromaServer(address, create=True))
        return server

    return connected


@pytest.fixture
def follow(opened: list[ChromaServer | Follower]) -> Follow:
    """Bring a store into a folder once."""

    def followed(index_dir: Path, address: str, tell: Callable[[str], None] = print) -> Follower:
        opened.append(follower := Follower(index_dir, address, tell))
        follower.look()
        return follower

    return followed


def ingest(index_dir: Path, address: str, *passages: Any, **options: Any) -> SyncReport:
    return sync(
        Path("farm"),
        index_dir,
        embedder=options.pop("embedder", FakeEmbedder()),
        source=FakeSource(*passages),
        store=address,
        **options,
    )


def best(index_dir: Path, question: str) -> str:
    index = Index.open(index_dir, FakeEmbedder())
    try:
        return index.search(question, top=1)[0].passage.text
    finally:
        index.close()


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def generations_in(server: ChromaServer) -> set[str]:
    return {name.split("-")[2] for name in server.labels() if name.startswith("aircheck-gen-")}


def leases_in(server: ChromaServer) -> list[int]:
    return sorted(int(name.removeprefix(PREFIX)) for name in server.labels() if name.startswith(PREFIX))


# --- what is published reaches every machine


def test_a_machine_with_nothing_has_the_same_files_and_answers_the_same(
    tmp_path: Path, address: str, follow: Follow
) -> None:
    ingest(tmp_path / "writer", address, RYE, OATS)
    told: list[str] = []
    follow(tmp_path / "reader", address, told.append)
    here, there = tmp_path / "writer", tmp_path / "reader"
    name = name_here(here)
    assert name is not None
    assert files_below(there / name) == files_below(here / name)
    assert (name_here(there), best(there, "rye seed"), told) == (name, RYE.text, [])
    assert not list(there.glob("*.fetched"))


def test_two_readers_see_a_switch_and_what_they_have_open_goes_on(tmp_path: Path, address: str, follow: Follow) -> None:
    ingest(tmp_path / "writer", address, RYE)
    readers = [tmp_path / "one", tmp_path / "two"]
    followers = [follow(reader, address) for reader in readers]
    live = [LiveIndex(reader, FakeEmbedder()) for reader in readers]
    before = [one.current() for one in live]
    ingest(tmp_path / "writer", address, RYE, OATS)
    for follower in followers:
        follower.look()
    assert [one.current().search("oats", top=1)[0].passage for one in live] == [OATS, OATS]
    assert [one.search("oats", top=1)[0].passage for one in before] == [RYE, RYE]


def test_the_store_keeps_what_answers_and_the_one_before(tmp_path: Path, address: str, connect: Connect) -> None:
    for passages in ((RYE,), (RYE, OATS), (OATS,), (RYE, BARLEY)):
        ingest(tmp_path, address, *passages)
    server = connect(address)
    assert (generations_in(server), leases_in(server)) == ({"000003", "000004"}, [3, 4])
    for _ in range(3):
        assert not ingest(tmp_path, address, RYE, BARLEY).rebuilt
    assert (generations_in(server), leases_in(server)) == ({"000003", "000004"}, [4, 7])  # numbers never go back


def test_a_machine_with_nothing_ingests_the_next_one_and_embeds_only_what_is_new(
    tmp_path: Path, address: str, follow: Follow
) -> None:
    ingest(tmp_path / "one", address, RYE, OATS)
    same = ingest(tmp_path / "two", address, RYE, OATS)
    embedder = FakeEmbedder()
    more = ingest(tmp_path / "three", address, RYE, OATS, BARLEY, embedder=embedder)
    assert (same.rebuilt, more.rebuilt, more.added, more.unchanged) == (False, True, 1, 2)
    assert set(embedder.embedded) == {BARLEY.text}
    follow(tmp_path / "one", address)
    assert best(tmp_path / "one", "blackthorn") == BARLEY.text


def test_an_index_that_was_built_alone_is_published_without_embedding_again(tmp_path: Path, address: str) -> None:
    sync(Path("farm"), tmp_path, embedder=FakeEmbedder(), source=FakeSource(RYE))
    embedder = FakeEmbedder()
    ingest(tmp_path, address, RYE, embedder=embedder)
    assert (embedder.embedded, difference(address, tmp_path)) == ([], None)


def test_a_store_that_lost_everything_is_filled_again(
    tmp_path: Path, address: str, follow: Follow, connect: Connect
) -> None:
    ingest(tmp_path / "writer", address, RYE)
    server = connect(address)
    for name in server.labels():
        server.delete(name)
    assert ingest(tmp_path / "writer", address, RYE).rebuilt
    follow(tmp_path / "reader", address)
    assert best(tmp_path / "reader", "rye seed") == RYE.text


def test_two_shows_on_one_server_are_kept_apart_by_the_path_of_the_address(
    tmp_path: Path, address: str, follow: Follow
) -> None:
    ingest(tmp_path / "farm", address, RYE)
    ingest(tmp_path / "mill", f"{address}-mill", BARLEY)
    follow(tmp_path / "a", address)
    follow(tmp_path / "b", f"{address}-mill")
    assert (best(tmp_path / "a", "barley rye"), best(tmp_path / "b", "barley rye")) == (RYE.text, BARLEY.text)


def test_a_rollback_reaches_every_machine_and_the_next_ingest_goes_forward(
    tmp_path: Path, address: str, follow: Follow
) -> None:
    writer, reader = tmp_path / "writer", tmp_path / "reader"
    ingest(writer, address, RYE)
    follower = follow(reader, address)
    ingest(writer, address, OATS)
    follower.look()
    assert best(reader, "rye oats") == OATS.text
    assert roll_back(writer, FakeEmbedder(), store=address) == name_here(writer)
    follower.look()
    assert (best(reader, "rye oats"), best(writer, "rye oats")) == (RYE.text, RYE.text)
    ingest(writer, address, OATS)
    follower.look()
    assert (best(reader, "rye oats"), str(name_here(reader)).split("-")[1]) == (OATS.text, "000003")


def test_a_rollback_without_a_store_and_none_where_nothing_is_earlier(tmp_path: Path) -> None:
    for passage in (RYE, OATS):
        sync(Path("farm"), tmp_path, embedder=FakeEmbedder(), source=FakeSource(passage))
    roll_back(tmp_path, FakeEmbedder())
    assert best(tmp_path, "rye oats") == RYE.text
    with pytest.raises(NoIndex, match="no earlier index is here; put the material back as it was"):
        roll_back(tmp_path, FakeEmbedder())
    with pytest.raises(NoIndex, match="make one with: aircheck ingest FOLDER --index"):
        roll_back(tmp_path / "misspelt", FakeEmbedder())
    assert not (tmp_path / "misspelt").exists()


# --- what goes wrong


def test_an_empty_store_is_told_once_with_what_to_do(tmp_path: Path, address: str, follow: Follow) -> None:
    told: list[str] = []
    follower = follow(tmp_path / "reader", address, told.append)
    for _ in range(3):
        follower.look()
    assert told == [
        f"{address}: no index is there yet; publish one with: aircheck ingest FOLDER. "
        "There is no copy on this machine to answer from."
    ]


def test_a_store_that_cannot_be_reached_leaves_the_copy_in_service_and_is_told_once(
    tmp_path: Path, address: str, follow: Follow
) -> None:
    ingest(tmp_path, address, RYE)
    nowhere = f"http://127.0.0.1:{free_port()}"
    told: list[str] = []
    follower = follow(tmp_path, nowhere, told.append)
    for _ in range(3):
        follower.look()
    assert best(tmp_path, "rye seed") == RYE.text
    (line,) = told
    assert line.startswith(f"{nowhere}: the Chroma server does not answer as expected")
    assert "Until then the copy on this machine answers, built 20" in line
    assert difference(nowhere, tmp_path) == follower.problem


def test_a_server_that_hangs_is_not_waited_for(
    tmp_path: Path, address: str, follow: Follow, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(tmp_path, address, RYE)
    monkeypatch.setattr("index.chroma._CONNECT_S", 0.2)
    told: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as hanging:
        follow(tmp_path, f"http://127.0.0.1:{hanging.getsockname()[1]}", told.append)
    assert "the Chroma server does not answer as expected (timed out)" in told[0]
    assert best(tmp_path, "rye seed") == RYE.text


def test_a_published_file_that_was_altered_is_not_taken_and_the_one_before_answers(
    tmp_path: Path, address: str, follow: Follow, connect: Connect
) -> None:
    ingest(tmp_path / "writer", address, RYE)
    reader = tmp_path / "reader"
    follow(reader, address)
    ingest(tmp_path / "writer", address, RYE, OATS)
    name, server = name_here(tmp_path / "writer"), connect(address)
    server.write_rows(f"aircheck-{name}-files", {"passages.npy#000000": "bm90IGEgcGllY2U="})
    with pytest.raises(IndexDamaged, match=f"passages.npy of {name} is not what was published; publish it again with"):
        bring(server, reader)
    told: list[str] = []
    follower = follow(reader, address, told.append)
    follower.look()
    assert (best(reader, "rye seed"), len(told), follower.problem is not None) == (RYE.text, 1, True)
    assert sorted(path.name for path in reader.glob("gen-*")) == [name_here(reader)]
    ingest(tmp_path / "mender", address, RYE, OATS)
    follower._not_before = 0.0
    follower.look()
    assert (best(reader, "oats"), str(name_here(reader)).split("-")[1]) == (OATS.text, "000003")


@pytest.mark.parametrize(
    "label",
    [
        pytest.param({"generation": "../../etc", "files": "0"}, id="a folder elsewhere"),
        pytest.param({"generation": "gen-9", "files": "0"}, id="a generation that is not there"),
        pytest.param({"generation": "gen-9"}, id="no hash"),
    ],
)
def test_a_pointer_that_leads_nowhere_is_one_line(
    tmp_path: Path, address: str, label: dict[str, str], connect: Connect
) -> None:
    ingest(tmp_path, address, RYE)
    server = connect(address)
    server.create(f"{PREFIX}000099", label)
    before = name_here(tmp_path)
    with pytest.raises(IndexingError):
        bring(server, tmp_path)
    assert (name_here(tmp_path), best(tmp_path, "rye seed")) == (before, RYE.text)


@pytest.mark.parametrize("name", ["../../escaped", "/tmp/escaped", "a/../../escaped", "a\x00escaped", ".escaped", ""])
def test_a_listed_file_outside_of_the_generation_is_not_written(
    tmp_path: Path, address: str, connect: Connect, name: str
) -> None:
    import hashlib

    server = connect(address)
    listed = json.dumps({name: {"sha256": "0", "pieces": 0}})
    server.write_rows("aircheck-gen-9-files", {"#files": listed})
    server.create(
        f"{PREFIX}000001", {"generation": "gen-9", "files": hashlib.sha256(listed.encode()).hexdigest(), "holder": ""}
    )
    with pytest.raises(IndexDamaged, match="of gen-9 is not what was published"):
        bring(server, tmp_path / "in" / "deep")
    assert not list(tmp_path.rglob("escaped"))


def test_a_store_that_goes_by_two_names_is_told(tmp_path: Path, address: str, connect: Connect) -> None:
    ingest(tmp_path / "writer", address, RYE)
    other = address.replace("127.0.0.1", "localhost")
    with pytest.raises(IndexingError, match=f"{other}: the index there was published as {address}; set AIRCHECK_STORE"):
        bring(connect(other), tmp_path / "reader")


def test_a_damaged_copy_is_fetched_again(tmp_path: Path, address: str, follow: Follow) -> None:
    ingest(tmp_path / "writer", address, RYE)
    reader = tmp_path / "reader"
    follow(reader, address)
    (reader / str(name_here(reader)) / "passages.npy").unlink()
    follow(reader, address)
    assert best(reader, "rye seed") == RYE.text


def test_a_reader_whose_generation_has_left_the_server_goes_on_by_comparing_all_vectors(
    tmp_path: Path, address: str, follow: Follow, connect: Connect
) -> None:
    ingest(tmp_path / "writer", address, RYE, OATS, exact_limit=0)
    reader = tmp_path / "reader"
    follow(reader, address)
    stale = Index.open(reader, FakeEmbedder())
    by_server = stale.search("rye seed", top=2)
    server = connect(address)
    for name in server.labels():
        server.delete(name)
    assert stale.search("rye seed", top=2) == by_server
    stale.close()


# --- one writer


def test_of_all_who_make_a_collection_of_one_name_one_is_told_so(address: str, connect: Connect) -> None:
    connect(address)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: connect(address).create("the-only-one", {"holder": "me"}), range(8)))
    assert sorted(made) == [False] * 7 + [True]


def test_who_comes_second_is_told_who_writes_since_when(tmp_path: Path, address: str, connect: Connect) -> None:
    server = connect(address)
    with leased(server, pace=QUICK) as lease:
        with pytest.raises(IndexBusy, match=r"process \d+ on \S+ is writing this index since 20\S+ \S+ UTC; wait for"):
            ingest(tmp_path, address, RYE)
        lease.require()
    assert ingest(tmp_path, address, RYE).rebuilt


def test_a_writer_that_died_is_succeeded_after_its_silence(address: str, connect: Connect) -> None:
    server = connect(address)
    server.create(f"{PREFIX}000001", {"holder": "process 1 on a machine that burned", "since": "", "beats": "7"})
    waited: list[float] = []
    with leased(server, pace=QUICK, on_wait=waited.append) as lease:
        assert lease.number == 2
    assert waited == [pytest.approx(look * QUICK.look_s) for look in range(25)]


def test_a_writer_that_is_slow_but_alive_is_left_alone(address: str, connect: Connect) -> None:
    server, waited = connect(address), Event()
    with leased(server, pace=QUICK):
        assert not waited.wait(QUICK.silence_s * 2)
        with pytest.raises(IndexBusy), leased(connect(address), pace=QUICK):
            pass


def test_a_writer_that_was_taken_for_dead_can_neither_publish_nor_remove(
    tmp_path: Path, address: str, follow: Follow, connect: Connect
) -> None:
    server = connect(address)
    server.create(f"{PREFIX}000001", {"holder": "asleep", "since": "", "beats": "0"})
    sleeper = Lease(server, 1, {"holder": "asleep", "since": "", "beats": "0"}, None)
    with leased(server, pace=QUICK):
        pass  # the successor has come, and gone without publishing
    ingest(tmp_path / "successor", address, RYE)
    labels = server.labels()
    sync(Path("farm"), tmp_path / "alone", embedder=FakeEmbedder(), source=FakeSource(OATS))
    mine = tmp_path / "alone" / str(name_here(tmp_path / "alone"))
    with pytest.raises(IndexBusy, match="this process was not heard of for too long"):
        publish(sleeper, mine)
    with pytest.raises(IndexBusy):
        remove_old(sleeper)
    assert answering(server.labels()) == answering(labels)
    follow(tmp_path / "reader", address)
    assert best(tmp_path / "reader", "rye oats") == RYE.text


def test_the_pointer_of_a_higher_lease_counts_even_when_a_lower_one_was_written_later(
    address: str, connect: Connect
) -> None:
    server = connect(address)
    server.create(f"{PREFIX}000002", {"generation": "gen-b", "files": "b", "holder": ""})
    server.create(f"{PREFIX}000001", {"holder": "asleep"})
    server.relabel(f"{PREFIX}000001", {"generation": "gen-a", "files": "a", "holder": ""})
    pointer = answering(server.labels())
    assert pointer is not None
    assert (pointer.generation, pointer.lease) == ("gen-b", 2)


def test_a_lost_lease_leaves_the_folder_and_the_store_as_they_were(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch, connect: Connect
) -> None:
    ingest(tmp_path, address, RYE)
    before = name_here(tmp_path)

    def overtaken(folder: Path) -> None:
        connect(address).create(f"{PREFIX}000099", {"holder": "another", "beats": "0"})

    monkeypatch.setattr("index.build.check_built", overtaken)
    with pytest.raises(IndexBusy, match="another one is writing"):
        ingest(tmp_path, address, RYE, OATS)
    assert (name_here(tmp_path), best(tmp_path, "rye seed")) == (before, RYE.text)
    assert [path.name for path in tmp_path.glob("gen-*")] == [before]


def test_a_show_that_is_not_there_is_no_index(address: str) -> None:
    with pytest.raises(NoIndex, match=f"{address}: no index is there yet; publish one with: aircheck ingest"):
        ChromaServer(address)


def test_an_index_folder_that_cannot_be_written_is_told(tmp_path: Path, address: str, follow: Follow) -> None:
    ingest(tmp_path / "writer", address, RYE)
    (tmp_path / "reader").write_text("a file, where a folder should be")
    told: list[str] = []
    follow(tmp_path / "reader", address, told.append)
    assert len(told) == 1
    shutil.rmtree(tmp_path / "writer")
