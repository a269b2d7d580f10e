"""Changes to the files of a repository, made in memory first and written together."""

import re

from ops.naming.tree import Tree

TEXTS = (".py", ".md", ".json", ".yml", ".yaml", ".toml", ".j2", ".js", ".cjs", ".ts", ".tsx")
HISTORY = ("CHANGELOG.md", "docs/decisions/")
"""What was called how stays told; only links to pages that move are rewritten."""
LEFT_ALONE = (
    "metamodel/naming/",
    "tests/metamodel/naming/",
    "cube_models/server/package-lock.json",
)
"""The rules speak of wrong names too; a lock holds other people's."""


class Edits:
    """What the files of a tree shall say, and how they shall be called."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._texts: dict[str, str] = {}
        self._moves: dict[str, str] = {}

    @property
    def changed(self) -> tuple[str, ...]:
        """Every file that is changed or moved, by its old path."""
        return tuple(sorted({*self._texts, *self._moves}))

    def text(self, path: str) -> str:
        """What a file says with all changes so far."""
        return self._texts.get(path, self._tree.text(path))

    def taken(self, path: str) -> bool:
        """Is there a file of that name, or will there be?"""
        return self._tree.exists(path) or path in self._moves.values()

    def move(self, old: str, new: str) -> None:
        """Give a file another path."""
        self._moves[old] = new

    def replace_at(self, path: str, line: int, column: int, old: str, new: str) -> bool:
        """Replace a text that stands exactly there; False if something else does."""
        lines = self.text(path).splitlines(keepends=True)
        if not 0 < line <= len(lines) or lines[line - 1][column - 1 :][: len(old)] != old:
            return False
        here = lines[line - 1]
        lines[line - 1] = here[: column - 1] + new + here[column - 1 + len(old) :]
        self._texts[path] = "".join(lines)
        return True

    def replace_everywhere(self, old: str, new: str, *, part_of_path: bool = False) -> None:
        """Replace a text wherever it is a whole word; in paths too if it is a part of them."""
        before = r"[\w-]" if part_of_path else r"[\w./-]"
        closed = LEFT_ALONE if part_of_path else LEFT_ALONE + HISTORY
        pattern = re.compile(rf"(?<!{before}){re.escape(old)}(?![\w-])")
        for path in self._tree.paths:
            if path.endswith(TEXTS) and not path.startswith(closed) and old in self.text(path):
                text = pattern.sub(lambda _: new, self.text(path))
                if text != self.text(path):
                    self._texts[path] = text

    def mentions(self, text: str) -> list[str]:
        """Files that hold a text."""
        return [
            path for path in self._tree.paths if path.endswith(TEXTS) and text in self.text(path)
        ]

    def write(self) -> None:
        """Write every change, then every move."""
        root = self._tree.root
        for path, text in self._texts.items():
            (root / path).write_text(text, encoding="utf-8")
        for old, new in self._moves.items():
            (root / new).parent.mkdir(parents=True, exist_ok=True)
            (root / old).rename(root / new)
