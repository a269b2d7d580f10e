"""A cube and a template make one YAML file."""

from collections.abc import Mapping
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined, Template, TemplateError

from metamodel.modelgen.block import as_block
from metamodel.modelgen.faults import TemplateFault
from metamodel.modelgen.scalars import JINJA_MARKS, yaml_scalar

TEMPLATE_SUFFIX = ".yml.j2"


class Renderer:
    """Templates, compiled once for all cubes of a generation; keys are file names."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._environment = Environment(
            loader=DictLoader(templates),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,  # noqa: S701 - YAML, not HTML; the filter `q` escapes
        )
        self._environment.filters["q"] = yaml_scalar
        self._environment.filters["block"] = as_block
        self._templates: dict[str, Template] = {}

    def render(self, shape: str, plan: Any) -> str:
        """The YAML of one plan. Raises TemplateFault if its template fails or leaves marks."""
        name, subject = shape + TEMPLATE_SUFFIX, getattr(plan, "name", shape)
        try:
            text = self._template(name).render(plan=plan)
        except (TemplateError, TypeError) as error:
            raise TemplateFault(name, subject, f"{type(error).__name__}: {error}") from error
        if any(mark in text for mark in JINJA_MARKS):
            found = min(text.find(mark) for mark in JINJA_MARKS if mark in text)
            line = text.count("\n", 0, found) + 1
            mark = text[found : found + 2]
            raise TemplateFault(name, subject, f"`{mark}` in line {line} of the output")
        return text

    def _template(self, name: str) -> Template:
        found = self._templates.get(name)
        if found is None:
            found = self._templates[name] = self._environment.get_template(name)
        return found
