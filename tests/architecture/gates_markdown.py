"""What a Markdown page may name and show: paths that exist, examples that are right."""

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^( *)```([^\n`]*)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PATH = re.compile(r"[\w.@*+-]+(/[\w.@*+-]+)*/?")
_PAGES = ("*.md", "docs/**/*.md", "cube_models/*.md", "ops/**/*.md", "tests/*.md")
NO_PATHS = frozenset({"metamodel/tpch"})  # the key of an asset
MADE_WHILE_RUNNING = (".rampart", ".venv", "node_modules", ".uv")


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block: its language, whether it is marked `run`, its text, and where it stands.

    `more` is what stands behind `run`.
    """

    place: str
    language: str
    run: bool
    text: str
    more: tuple[str, ...] = ()


def markdown_pages(root: Path) -> list[Path]:
    """Every Markdown page people read, relative to the root."""
    found = {file.relative_to(root) for pattern in _PAGES for file in root.glob(pattern)}
    return sorted(page for page in found if "node_modules" not in page.parts)


def path_faults(root: Path, page: Path) -> list[str]:
    """Paths in code letters that look like ours and lead nowhere."""
    text = _FENCE.sub("", (root / page).read_text(encoding="utf-8"))
    top = {item.name for item in root.iterdir()}
    return [
        f"{page.as_posix()} names {word}, which does not exist"
        for word in _CODE.findall(text)
        if _looks_like_path(word, top) and not _exists(root, word)
    ]


def link_faults(root: Path, page: Path) -> list[str]:
    """Links to files that are not there, or to headings that no page has."""
    text = _FENCE.sub("", (root / page).read_text(encoding="utf-8"))
    found: list[str] = []
    for target in _LINK.findall(text):
        path, _, anchor = target.partition("#")
        if "://" in path or path.startswith("mailto:"):
            continue
        file = (root / page).parent / path if path else root / page
        if not file.exists():
            found.append(f"{page.as_posix()} links to {target}, which does not exist")
        elif anchor and file.suffix == ".md" and anchor not in _anchors(file):
            found.append(f"{page.as_posix()} links to {target}, which has no such heading")
    return found


def examples(root: Path, page: Path) -> list[Example]:
    """The fenced blocks of a page, in order."""
    text = (root / page).read_text(encoding="utf-8")
    return list(_examples(text, page))


def syntax_faults(example: Example) -> list[str]:
    """What makes an example unreadable to the program it is for."""
    try:
        if example.language == "json":
            json.loads(example.text)
        elif example.language == "python":
            ast.parse(example.text)
    except (ValueError, SyntaxError) as error:
        return [f"{example.place}: {error}"]
    return []


def _examples(text: str, page: Path) -> Iterator[Example]:
    for match in _FENCE.finditer(text):
        indent, info, body = match.groups()
        words = info.split() or [""]
        line = text.count("\n", 0, match.start()) + 1
        lines = (row.removeprefix(indent) for row in body.splitlines())
        place, run = f"{page.as_posix()}:{line}", "run" in words[1:]
        yield Example(place, words[0], run, "\n".join(lines) + "\n", tuple(words[2:]))


def _looks_like_path(word: str, top: set[str]) -> bool:
    if not _PATH.fullmatch(word) or word in NO_PATHS or word.startswith(MADE_WHILE_RUNNING):
        return False
    first, slash, _ = word.partition("/")
    return bool(slash) and first in top


def _exists(root: Path, word: str) -> bool:
    return any(root.glob(word.rstrip("/"))) if "*" in word else (root / word).exists()


def _anchors(file: Path) -> set[str]:
    """The anchors GitHub makes of a page's headings."""
    text = _FENCE.sub("", file.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", item.lower()).replace(" ", "-") for item in headings}
