"""A cube and a template make one YAML file."""

from collections.abc import Mapping, Sequence

from jinja2 import DictLoader, Environment, StrictUndefined, TemplateError

from metamodel.modelgen.cube_plan import CubePlan
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

    def render(self, cube: CubePlan, meta: Mapping[str, str | Sequence[str]]) -> str:
        """The YAML of one cube. Raises TemplateFault if its template fails or leaves marks."""
        name = cube.shape + TEMPLATE_SUFFIX
        try:
            text = self._environment.get_template(name).render(cube=cube, meta=meta)
        except (TemplateError, TypeError) as error:
            raise TemplateFault(name, cube.name, f"{type(error).__name__}: {error}") from error
        found = JINJA_MARKS.search(text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            raise TemplateFault(name, cube.name, f"`{found.group()}` in line {line} of the output")
        return text
