"""Who may import whom: layers only leftwards, and each third-party framework only in its home."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("corpus", "index", "chat", "app")  # a layer imports from itself and from those before it
ANYWHERE = {"pydantic", "numpy"}  # the language of the house
HOMES = {
    "anyio": ("chat/web/guard.py",),
    "bm25s": ("index/bm25.py",),
    "chromadb": ("index/chroma.py", "index/store.py", "index/server.py"),
    "click": ("app.py", "chat/cli.py"),
    "fastapi": ("chat/web/", "chat/build.py"),
    "gradio": ("chat/web/",),
    "httpx": ("index/chroma.py", "chat/llm/llama.py", "chat/llm/connect.py"),
    "huggingface_hub": ("index/embed.py",),
    "jellyfish": ("corpus/", "chat/disagreement/hearing.py"),
    "limits": ("chat/web/limits.py",),
    "llama_index": ("corpus/sentences.py", "index/store.py", "index/retriever.py"),
    "markdown_it": ("corpus/reading/blocks.py",),
    "prometheus_client": ("chat/web/metrics.py",),
    "pydantic_settings": ("chat/settings.py",),
    "rapidfuzz": ("corpus/", "chat/"),
    "rich": ("chat/cli.py",),
    "safetensors": ("index/bert.py",),
    "sentence_transformers": ("index/embed.py",),
    "starlette": ("chat/web/",),
    "Stemmer": ("corpus/claims/words.py", "index/keyword.py", "chat/words.py"),
    "structlog": ("chat/web/logs.py",),
    "tenacity": ("index/chroma.py", "chat/llm/llama.py"),
    "text_to_num": ("corpus/numbers/run.py",),
    "tiktoken": ("corpus/tokens.py",),
    "threadpoolctl": ("index/bert.py",),
    "tokenizers": ("index/bert.py", "index/embed.py"),
    "torch": ("index/embed.py",),
    "trafilatura": ("corpus/reading/webpage.py",),
    "transformers": ("index/embed.py",),
    "uvicorn": ("app.py",),
    "yaml": ("corpus/reading/front_matter.py",),
}


def product_files() -> list[Path]:
    return [ROOT / "app.py", *sorted(file for layer in LAYERS[:-1] for file in (ROOT / layer).rglob("*.py"))]


def imported(file: Path) -> Iterator[str]:
    """Top-level names of all that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: a relative import hides its layer"
            yield (node.module or "").partition(".")[0]


each_file = pytest.mark.parametrize("file", product_files(), ids=lambda file: file.relative_to(ROOT).as_posix())


@each_file
def test_a_layer_imports_only_leftwards(file: Path) -> None:
    own = LAYERS.index(file.relative_to(ROOT).parts[0].removesuffix(".py"))
    assert set(imported(file)) & set(LAYERS[own + 1 :]) == set()


@each_file
def test_a_framework_is_imported_only_at_home(file: Path) -> None:
    foreign = set(imported(file)) - set(sys.stdlib_module_names) - set(LAYERS) - ANYWHERE
    place = file.relative_to(ROOT).as_posix()
    assert {name for name in foreign if not place.startswith(HOMES.get(name, ()))} == set()


def variables_read(file: Path) -> Iterator[int]:
    """Lines that read or set a variable of the environment; handing all of it on to a child process is neither."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        used = node.value if isinstance(node, ast.Subscript | ast.Attribute) else None
        if isinstance(used, ast.Attribute) and used.attr == "environ":
            yield used.lineno
        if isinstance(node, ast.Attribute) and node.attr in {"getenv", "putenv"}:
            yield node.lineno


def test_only_the_program_itself_reads_the_environment() -> None:
    reading = {file.relative_to(ROOT).as_posix(): list(variables_read(file)) for file in product_files()}
    assert {place for place, lines in reading.items() if lines} <= {"app.py"}


def test_every_error_stands_in_its_layers_module_and_in_the_tree() -> None:
    """The tree is drawn once, for whoever asks what can go wrong."""
    tree = (ROOT / "corpus/errors.py").read_text("utf-8").partition('"""\n\n\n')[0]
    modules = {file: ast.parse(file.read_text("utf-8")) for file in product_files()}
    known = {"AircheckError"}
    for file in (ROOT / layer / "errors.py" for layer in LAYERS[:-1]):
        known |= {node.name for node in modules[file].body if isinstance(node, ast.ClassDef)}
    assert {name for name in known if f" {name} " not in tree.replace("\n", " ")} == set()
    elsewhere = {
        node.name
        for file, module in modules.items()
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef) and file.name != "errors.py"
        if known & {base.id for base in node.bases if isinstance(base, ast.Name)}
    }
    assert elsewhere == set()
