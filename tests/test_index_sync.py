"""What one ingest does; `tests/faults` is about how else it may end."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.errors import CorpusError, DoubtfulSource, EmptyFolder, UnreadableSource
from corpus.models import Passage
from index.errors import IndexBusy, IndexDamaged
from index.folder import writing
from index.health import examine
from index.models import Plan, Progress, SyncReport
from index.search import Index
from index.sync import plan, sync
from tests.fakes import FakeEmbedder, FakeSource, make_passage

ROPES = make_passage("ep001/transcript.txt", ("Ida Berg", "A bowline holds under load."), ("Ida Berg", "Whip it."))
SAILS = make_passage("ep002/transcript.txt", ("Ida Berg", "Reef the sail before the wind asks you to."))
TIDES = make_passage("ep003/transcript.txt", ("Ola Vik", "Spring tides follow the new moon."))
FOLDER = Path("harbour")
NOTHING: dict[str, Any] = {"changed": 0, "removed": 0, "unchanged": 0, "sentences": 0, "seconds": {}}
pytestmark = pytest.mark.usefixtures("without_a_child")


def ingest(
    index_dir: Path, *passages: Passage, embedder: FakeEmbedder | None = None, rebuild: bool = False
) -> dict[str, int]:
    embedder = embedder or FakeEmbedder()
    report = sync(FOLDER, index_dir, embedder=embedder, source=FakeSource(*passages), rebuild=rebuild)
    assert report.embedded == len(embedder.embedded)
    return report.model_dump(include={"added", "changed", "removed", "unchanged", "embedded"})


def texts(index_dir: Path) -> list[str]:
    index = Index.open(index_dir, FakeEmbedder())
    return [passage.text for source in index.sources() for passage in index.passages(source.path)]


def test_plan_tells_what_changed() -> None:
    before = {"a": "1", "b": "1", "c": "1"}
    assert plan(before, {"b": "1", "c": "2", "d": "1"}) == Plan(
        added=("d",), changed=("c",), removed=("a",), unchanged=("b",)
    )
    assert plan(before, before).is_empty


def test_sync_embeds_only_what_changed(tmp_path: Path) -> None:
    assert ingest(tmp_path, ROPES, SAILS) == {"added": 2, "changed": 0, "removed": 0, "unchanged": 0, "embedded": 4}
    # The passage of one sentence and that sentence are the same text, embedded once.
    reefed = make_passage(SAILS.path, ("Ida Berg", "Reef early."))
    assert ingest(tmp_path, ROPES, reefed) == {"added": 0, "changed": 1, "removed": 0, "unchanged": 1, "embedded": 1}
    assert texts(tmp_path) == [ROPES.text, reefed.text]
    assert ingest(tmp_path, reefed, TIDES) == {"added": 1, "changed": 0, "removed": 1, "unchanged": 1, "embedded": 1}
    assert texts(tmp_path) == [reefed.text, TIDES.text]


def test_unchanged_material_is_not_even_read(tmp_path: Path) -> None:
    source = FakeSource(ROPES, problems=[UnreadableSource("b.txt: not UTF-8; save it as UTF-8.")])
    told: list[str] = []
    first = sync(FOLDER, tmp_path, embedder=FakeEmbedder(), source=source)
    second = sync(FOLDER, tmp_path, embedder=FakeEmbedder(), source=source, on_problem=lambda p: told.append(str(p)))
    assert source.reads == 1
    assert (first.rebuilt, second.rebuilt, second.generation) == (True, False, first.generation)
    assert told == list(second.problems) == ["b.txt: not UTF-8; save it as UTF-8."]


def test_a_warning_is_told_again_and_skips_nothing(tmp_path: Path) -> None:
    source = FakeSource(ROPES, problems=[DoubtfulSource("b.md:3: 2025-04-31 is no day.")])
    told: list[CorpusError] = []
    for _ in range(2):
        done = sync(FOLDER, tmp_path, embedder=FakeEmbedder(), source=source, on_problem=told.append)
        assert done.problems == ()
    assert [(type(one), str(one)) for one in told] == 2 * [(DoubtfulSource, "b.md:3: 2025-04-31 is no day.")]
    assert Index.open(tmp_path, FakeEmbedder()).warnings == ("b.md:3: 2025-04-31 is no day.",)


def test_an_index_in_the_folder_of_its_material_is_no_material(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ada: We count the ferries that leave the old pier.\n", encoding="utf-8")
    reports = [sync(tmp_path, tmp_path / name, embedder=FakeEmbedder()) for name in ("one", "one", "other")]
    assert [(report.sources, report.rebuilt) for report in reports] == [(1, True), (1, False), (1, True)]


def test_rebuild_reads_and_embeds_everything_anew(tmp_path: Path) -> None:
    ingest(tmp_path, ROPES)
    assert ingest(tmp_path, ROPES, rebuild=True)["embedded"] == 3


class Stopping(FakeEmbedder):
    """An embedder at whose third call somebody types Ctrl-C."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if len(self.embedded) == 2:
            raise KeyboardInterrupt
        return super().embed(texts)


def stop(index_dir: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        sync(FOLDER, index_dir, embedder=Stopping(), source=FakeSource(ROPES, SAILS), rebuild=True)


@pytest.fixture
def half_rebuilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of four texts, of which a rebuild was stopped after two."""
    monkeypatch.setattr("index.vectors._WRITTEN_CHARACTERS", 1)  # each text is embedded and kept by itself
    ingest(tmp_path, ROPES, SAILS)
    stop(tmp_path)
    return tmp_path


def test_a_rebuild_that_is_stopped_leaves_the_index_as_it_was(half_rebuilt: Path) -> None:
    assert examine(half_rebuilt, FakeEmbedder()) == []
    assert ingest(half_rebuilt, ROPES, SAILS)["embedded"] == 0
    assert ingest(half_rebuilt, ROPES, TIDES)["embedded"] == 1


def test_a_rebuild_that_is_stopped_goes_on_and_the_next_begins_anew(half_rebuilt: Path) -> None:
    assert ingest(half_rebuilt, ROPES, SAILS, rebuild=True)["embedded"] == 2
    assert examine(half_rebuilt, FakeEmbedder()) == []
    names = sorted(path.name for path in half_rebuilt.iterdir() if not path.name.startswith("gen-"))
    assert names == ["current", "vectors", "writer.lock"]
    assert ingest(half_rebuilt, ROPES, SAILS, rebuild=True)["embedded"] == 4


def test_a_rebuild_that_was_given_up_leaves_nothing_behind(half_rebuilt: Path) -> None:
    ingest(half_rebuilt, SAILS)
    assert not (half_rebuilt / "vectors.new").exists()


def test_a_rebuild_forgets_what_other_models_embedded(tmp_path: Path) -> None:
    other = FakeEmbedder(fingerprint="e" * 64)
    ingest(tmp_path, ROPES, embedder=other)
    ingest(tmp_path, ROPES, rebuild=True)
    assert ingest(tmp_path, ROPES, embedder=FakeEmbedder(fingerprint="e" * 64))["embedded"] == 3


def test_another_model_embeds_everything_anew_and_comes_back_for_free(tmp_path: Path) -> None:
    ingest(tmp_path, ROPES)
    other = FakeEmbedder(fingerprint="e" * 64, dimensions=32)
    assert ingest(tmp_path, ROPES, embedder=other)["embedded"] == 3
    assert ingest(tmp_path, ROPES)["embedded"] == 0


def test_progress_ends_where_it_said_it_would(tmp_path: Path) -> None:
    seen: list[Progress] = []
    sync(FOLDER, tmp_path, embedder=FakeEmbedder(), source=FakeSource(ROPES), on_progress=seen.append)
    last = {progress.stage: (progress.done, progress.total) for progress in seen}
    assert last["store"] == (1, 1)
    assert last["embed"][0] == last["embed"][1]


def test_no_text_at_all_is_an_error_and_leaves_the_old_index(tmp_path: Path) -> None:
    ingest(tmp_path, ROPES)
    with pytest.raises(EmptyFolder, match="harbour: no text to index"):
        ingest(tmp_path)
    assert texts(tmp_path) == [ROPES.text]


def test_two_generations_stay_and_older_ones_go(tmp_path: Path) -> None:
    for passages in ((ROPES,), (ROPES, SAILS), (SAILS,), (SAILS, TIDES)):
        ingest(tmp_path, *passages)
    kept = sorted(path.name.split("-")[1] for path in tmp_path.glob("gen-*"))
    assert kept == ["000003", "000004"]


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(IndexBusy, match=f"process {os.getpid()} is writing"):
        ingest(tmp_path, ROPES)
    ingest(tmp_path, ROPES)


def test_a_generation_that_fails_its_check_never_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(tmp_path, ROPES)

    def fail(folder: Path) -> None:
        raise IndexDamaged(f"{folder}: Chroma has 0 rows instead of 1")

    monkeypatch.setattr("index.build.check_built", fail)
    with pytest.raises(IndexDamaged, match="0 rows instead of 1"):
        ingest(tmp_path, SAILS)
    assert texts(tmp_path) == [ROPES.text]
    assert len(list(tmp_path.glob("gen-*"))) == 1


def test_a_report_counts_the_sources_that_the_index_holds(tmp_path: Path) -> None:
    material, index_dir = tmp_path / "harbour", tmp_path / "index"
    material.mkdir()
    (material / "ropes.txt").write_text("Ida: A bowline holds under load.\n\nOla: And a clove hitch slips.\n", "utf-8")
    (material / "empty.txt").touch()

    def report() -> tuple[int, int, int, int, int]:
        done = sync(material, index_dir, embedder=FakeEmbedder())
        return done.added, done.changed, done.removed, done.unchanged, done.sources

    assert report() == (1, 0, 0, 0, 1)
    (material / "empty.txt").unlink()
    assert report() == (0, 0, 0, 1, 1)
    (material / "sails.txt").touch()
    assert report() == (0, 0, 0, 1, 1)
    (material / "sails.txt").write_text("Ida: Reef the sail before the wind asks you to.\n", "utf-8")
    assert report() == (1, 0, 0, 1, 2)
    (material / "sails.txt").write_text("", "utf-8")
    assert report() == (0, 0, 1, 1, 1)


def test_what_is_one_is_told_as_one() -> None:
    one = SyncReport(added=1, sources=1, passages=1, embedded=1, rebuilt=True, **NOTHING)
    changes = "1 added, 0 changed, 0 removed, 0 unchanged; 1 text embedded"
    assert one.summary == f"Indexed 1 passage of 1 source in 0.0 s ({changes})."
    more = SyncReport(added=0, sources=2, passages=1200, embedded=0, **NOTHING)
    assert more.summary == "Nothing changed: the index has 1,200 passages of 2 sources."
