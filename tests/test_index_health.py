"""What `examine` finds; `tests/faults` harms every file."""

import json
import os
import shutil
from pathlib import Path

import pytest

from index.health import examine
from index.passport import SCHEMA_NUMBER
from index.sync import sync
from tests.fakes import FakeEmbedder, FakeSource, make_passage

SOURCE = FakeSource(
    *(make_passage("ep004/transcript.txt", ("Ada Lund", f"Loom {n} weaves linen."), start=50 * n) for n in range(40))
)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    sync(Path("mill"), folder, embedder=FakeEmbedder(), source=SOURCE)
    return folder


def generation_of(index_dir: Path) -> Path:
    return index_dir / (index_dir / "current").read_text()


def test_a_fresh_index_is_healthy(whole: Path) -> None:
    assert examine(whole, FakeEmbedder()) == []


def test_an_altered_byte_is_found(whole: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(whole, tmp_path / "copy")
    path = generation_of(copied) / "sentences.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    assert examine(copied, FakeEmbedder()) == [
        f"{generation_of(copied)}: sentences.npy is not the file that was written; "
        f"mend it with: aircheck ingest mill --index {copied}"
    ]


def test_what_chroma_writes_while_it_passes_its_examination_is_no_damage(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = shutil.copytree(whole, tmp_path / "copy")
    (length,) = generation_of(copied).glob("chroma/*/length.bin")
    data = length.with_name("data_level0.bin")
    os.truncate(length, 0)

    def written_to(folder: Path) -> list[str]:
        with data.open("ab") as file:
            file.write(b"more")
        return []

    monkeypatch.setattr("index.probe.chroma_findings", written_to)
    report = sync(Path("mill"), copied, embedder=FakeEmbedder(), source=SOURCE)
    assert (report.rebuilt, examine(copied, FakeEmbedder())) == (False, [])
    os.truncate(data, 0)
    assert examine(copied, FakeEmbedder()) == [
        f"{generation_of(copied)}: chroma/{length.parent.name}/data_level0.bin is not the file that was written; "
        f"mend it with: aircheck ingest mill --index {copied}"
    ]


def test_another_model_is_found(whole: Path) -> None:
    findings = examine(whole, FakeEmbedder(fingerprint="1" * 64))
    assert len(findings) == 1
    assert "this index was built with fingerprint" in findings[0]


def test_an_index_of_an_earlier_version_is_not_taken_for_damage(whole: Path, tmp_path: Path) -> None:
    copied = shutil.copytree(whole, tmp_path / "copy")
    path = generation_of(copied) / "manifest.json"
    manifest = json.loads(path.read_text())
    path.write_text(json.dumps({**manifest, "files": {}, "passport": {**manifest["passport"], "schema_number": 2}}))
    (finding,) = examine(copied, FakeEmbedder())
    assert f"built with schema_number '2' and would be searched with '{SCHEMA_NUMBER}'" in finding
    assert finding.endswith(f"build it again: aircheck ingest mill --index {copied}")
    report = sync(Path("mill"), copied, embedder=FakeEmbedder(), source=SOURCE)
    assert (report.rebuilt, report.embedded, report.mended) == (True, 0, ())
    assert examine(copied, FakeEmbedder()) == []
