"""The repository as the gates read it, and small bad ones for their canaries."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

PACKAGES = ("metamodel", "orchestration", "presence_api", "ops")
REPOSITORY = Path(__file__).resolve().parent.parent.parent
_FOREIGN = frozenset({"node_modules", "__pycache__"})


def python_files(root: Path, folders: tuple[str, ...] = PACKAGES) -> Iterator[Path]:
    """Every Python file of these folders, as a path relative to `root`."""
    for folder in folders:
        for file in sorted((root / folder).rglob("*.py")):
            if not _FOREIGN & set(file.parts):
                yield file.relative_to(root)


def parsed(root: Path, file: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse((root / file).read_text(encoding="utf-8"), str(file))


def dotted(file: Path) -> str:
    """`a/b/c.py` as `a.b.c`, a package as its own name."""
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def planted(root: Path, files: Mapping[str, str]) -> Path:
    """A tree with these texts, for a canary; returns its root."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root
