"""The files of a repository as collectors read them, each read and parsed once."""

import ast
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import yaml

from ops.naming.errors import SourceUnreadable

PACKAGES = ("metamodel", "orchestration", "presence_api", "ops")
_FOREIGN = frozenset({"node_modules", "__pycache__", "dist", "build"})


class Tree:
    """One repository; paths are relative to its root, with `/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._texts: dict[str, str] = {}
        self._parsed: dict[str, ast.Module] = {}

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Every file that is ours, in order; nothing hidden, fetched or made by a run."""
        return tuple(sorted(self._walk()))

    def below(self, folder: str, ending: str = "") -> Iterator[str]:
        """Files of a folder whose path ends so."""
        for path in self.paths:
            if path.startswith(f"{folder}/") and path.endswith(ending):
                yield path

    def python(self) -> Iterator[str]:
        """Every Python file of the packages."""
        for package in PACKAGES:
            yield from self.below(package, ".py")

    def exists(self, path: str) -> bool:
        """Is there such a file?"""
        return (self.root / path).is_file()

    def text(self, path: str) -> str:
        """What a file says. Raises SourceUnreadable."""
        if path not in self._texts:
            try:
                self._texts[path] = (self.root / path).read_text(encoding="utf-8")
            except FileNotFoundError as error:
                raise SourceUnreadable(path, "is not there") from error
            except (OSError, UnicodeDecodeError) as error:
                raise SourceUnreadable(path, str(error)) from error
        return self._texts[path]

    def module(self, path: str) -> ast.Module:
        """The syntax tree of a Python file. Raises SourceUnreadable."""
        if path not in self._parsed:
            try:
                self._parsed[path] = ast.parse(self.text(path), path)
            except SyntaxError as error:
                raise SourceUnreadable(f"{path}:{error.lineno}", error.msg) from error
        return self._parsed[path]

    def yaml(self, path: str) -> yaml.Node | None:
        """The nodes of a YAML file, with their places. Raises SourceUnreadable."""
        try:
            return yaml.compose(self.text(path), yaml.CSafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            words = getattr(error, "problem", None) or "is no YAML"
            raise SourceUnreadable(f"{path}:{line}", words) from error

    def _walk(self) -> Iterator[str]:
        for folder, folders, files in os.walk(self.root):
            folders[:] = [one for one in folders if one[0] != "." and one not in _FOREIGN]
            here = Path(folder).relative_to(self.root).as_posix().removeprefix(".")
            for file in files:
                yield f"{here}/{file}" if here else file
