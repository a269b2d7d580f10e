"""NMW001."""

import re
from collections.abc import Iterator

from metamodel.naming import words
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import Fault, NamingRule, Survey

_PREFIX = re.compile(r"/api/v[1-9]\d*/")
_PARAMETER = re.compile(r"\{[a-z][a-z0-9_]*\}")


class UnfitPath(NamingRule):
    """A path of the HTTP API is not a version and plural nouns in kebab-case.

    Parameters are snake_case in braces. What is neither reading nor writing of a resource is an
    action behind a colon (`jobs/{id}:retry`). Paths that the API's first version has, such as
    `bulk-update`, are fixed.

    Why: whoever knows three paths can guess the fourth, and a version can be served beside another.

    Bad: `/entities`, `/api/v1/getEntities`, `/api/v1/job/{id}`, `/api/v1/jobs/{jobId}`,
    `/api/v1/jobs/{id}/retry`, `/api/v1/entity_types`.
    Good: `/api/v1/jobs`, `/api/v1/jobs/{id}`, `/api/v1/jobs/{id}/errors`,
    `/api/v1/jobs/{id}:retry`, `/api/v1/entity-types/{entity_type}`.
    """

    code = "NMW001"
    kinds = (NameKind.REST_PATH,)
    cure = "Answer the old path with a redirect, `Deprecation` and `Sunset` until its alias ends."

    def judge(self, name: CollectedName, survey: Survey) -> Iterator[Fault]:
        version = _PREFIX.match(name.text)
        if version is None:
            yield self.wrong(name, "does not begin with `/api/v<major>/`")
            return
        path, _, action = name.text[version.end() :].partition(":")
        if action and words.split(action)[:1] and not words.is_kebab(action):
            yield self.wrong(name, f"has an action `{action}` that is not kebab-case")
        for part in path.split("/"):
            if fault := self._fault(part, survey):
                yield self.wrong(name, f"has a part `{part}` that {fault}")

    def _fault(self, part: str, survey: Survey) -> str | None:
        if part.startswith("{"):
            return None if _PARAMETER.fullmatch(part) else "is no snake_case parameter"
        if not words.is_kebab(part):
            return "is not kebab-case"
        first, last = words.split(part)[0], words.split(part)[-1]
        if first in survey.dictionary.verbs:
            return "is a verb"
        return None if survey.dictionary.is_plural(last) else "is no plural"
