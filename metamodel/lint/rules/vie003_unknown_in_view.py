"""VIE003."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.lint.view_scope import shown_members
from metamodel.model.view import Folder, View, ViewGroup


class UnknownInView(LintRule):
    """A view or a group names a member, a view or a group that does not exist.

    Why: Cube refuses the whole model when it compiles, or shows an empty folder.

    Bad: `"folders": [{"name": "Main", "members": ["state"]}]`, no `state` in the view.
    Good: names as the view shows them: with alias and prefix.
    """

    code = "VIE003"

    def check(self, subject: Subject) -> Iterator[Finding]:
        groups = set(_group_names(subject.model.view_groups))
        for place, view in subject.views():
            for index, name in enumerate(view.groups):
                if name not in groups:
                    yield self._no(f"{place}/groups/{index}", name, "view group")
            if view.extends and not _is_above(subject, view):
                yield self._no(f"{place}/extends", view.extends, "view above it")
            shown = {item.name for item in shown_members(subject, view, place)}
            for index, item in enumerate(view.default_filters):
                at = f"{place}/defaultFilters/{index}"
                for name in item.condition.members:
                    if name not in shown:
                        yield self._no(f"{at}/filter", name, "member of the view")
                for number, name in enumerate(item.unless):
                    if name not in shown:
                        yield self._no(f"{at}/unless/{number}", name, "member of the view")
            yield from self._folders(place, view.folders, shown, _paths(subject, view))
        yield from self._groups(subject, "", subject.model.view_groups)

    def _folders(
        self, place: str, folders: tuple[Folder, ...], shown: set[str], paths: set[str]
    ) -> Iterator[Finding]:
        for index, folder in enumerate(folders):
            at = f"{place}/folders/{index}"
            for number, name in enumerate(folder.members):
                if name not in shown:
                    yield self._no(f"{at}/members/{number}", name, "member of the view")
            for number, path in enumerate(folder.paths):
                if path not in paths:
                    yield self._no(f"{at}/paths/{number}", path, "path of the view")
            yield from self._folders(at, folder.folders, shown, paths)

    def _groups(
        self, subject: Subject, place: str, groups: tuple[ViewGroup, ...]
    ) -> Iterator[Finding]:
        key = "groups" if place else "viewGroups"
        for index, group in enumerate(groups):
            at = f"{place}/{key}/{index}"
            for number, name in enumerate(group.views):
                if subject.view(name) is None:
                    yield self._no(f"{at}/views/{number}", name, "view")
            yield from self._groups(subject, at, group.groups)

    def _no(self, place: str, name: str, what: str) -> Finding:
        return self.found(place, f"`{name}` is no {what}", "Name one that exists.")


def _group_names(groups: tuple[ViewGroup, ...]) -> Iterator[str]:
    for group in groups:
        yield group.name
        yield from _group_names(group.groups)


def _is_above(subject: Subject, view: View) -> bool:
    """Does the way of `extends` begin at a view that exists, and end?"""
    seen = {view.name}
    while view.extends:
        found = subject.view(view.extends)
        if found is None or view.extends in seen:
            return False
        seen.add(view.extends)
        view = found[1]
    return True


def _paths(subject: Subject, view: View) -> set[str]:
    paths, seen = {item.path for item in view.cubes}, {view.name}
    while view.extends and view.extends not in seen and (found := subject.view(view.extends)):
        seen.add(view.extends)
        view = found[1]
        paths |= {item.path for item in view.cubes}
    return paths
