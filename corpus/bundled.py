"""Data that llama-index-core ships: found without importing it, which takes seconds."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def bundled(name: str) -> Path:
    """A file or folder of its static data."""
    spec = find_spec("llama_index.core")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("llama-index-core is not installed; it carries the sentence model and the tokens.")
    return Path(spec.origin).parent / "_static" / name
