import pytest
import yaml

from metamodel.modelgen.cube_plan import CubePlan
from metamodel.modelgen.faults import TemplateFault
from metamodel.modelgen.render import Renderer
from tests.metamodel.modelgen.shop_model import TEMPLATES, generated
from tests.metamodel.shop import ORDER

CUBE = CubePlan("a", "a", "t", title="Title")


def test_the_committed_templates_render_every_part_of_a_cube() -> None:
    index = [{"name": "ix", "columns": ["status"]}]
    policy = {
        "groups": ["analyst", "support"],
        "filters": [
            {"member": "tenant_id", "operator": "equals", "claim": "tenant"},
            {"member": "price", "operator": "set"},
        ],
        "excludes": ["price"],
    }
    place = f"/entities/{ORDER}"
    files = generated(
        {
            f"{place}/access": [policy],
            f"{place}/preAggregations/0/indexes": index,
            f"{place}/preAggregations/0/segments": ["open"],
            f"{place}/measures/2/format": "percent",
            f"{place}/measures/2/public": False,
        }
    ).files
    (cube,) = yaml.safe_load(files["cubes/orders.yml"])["cubes"]
    assert list(cube) == [
        "name",
        "sql_table",
        "joins",
        "dimensions",
        "measures",
        "segments",
        "pre_aggregations",
        "access_policy",
        "meta",
    ]
    assert cube["pre_aggregations"][0]["external"] is False
    assert cube["pre_aggregations"][0]["indexes"] == [{"name": "ix", "columns": ["orders.status"]}]
    assert cube["measures"][2]["public"] is False
    assert cube["access_policy"] == [
        {
            "groups": ["analyst", "support"],
            "member_level": {"includes": "*", "excludes": ["price"]},
            "row_level": {
                "filters": [
                    {
                        "member": "tenant_id",
                        "operator": "equals",
                        "values": ["{ securityContext.tenant }"],
                    },
                    {"member": "price", "operator": "set"},
                ]
            },
        }
    ]


def test_output_has_no_blank_lines_and_ends_with_one_newline() -> None:
    text = generated().files["cubes/orders.yml"]
    assert "\n\n" not in text
    assert text.endswith("\n")


@pytest.mark.parametrize(
    "template", ["{{ plan.nothing|q }}", "{{ plan.name", "{% include 'x' %}", "{{ none|q }}"]
)
def test_a_broken_template_is_named(template: str) -> None:
    with pytest.raises(TemplateFault, match=r"cube\.yml\.j2"):
        Renderer({"cube.yml.j2": template}).render("cube", CUBE)


def test_no_template_for_a_shape_is_a_fault() -> None:
    with pytest.raises(TemplateFault, match=r"view\.yml\.j2"):
        Renderer({"cube.yml.j2": ""}).render("view", CUBE)


def test_marks_that_cube_would_give_to_jinja_are_refused_with_their_line() -> None:
    template = "a:\n  b: {c: {d: 1}}\n"
    with pytest.raises(TemplateFault, match="line 2"):
        Renderer({"cube.yml.j2": template}).render("cube", CUBE)


def test_braces_in_texts_are_no_marks() -> None:
    cube = CubePlan("a", "a", "t", title="{{ x }} {% y %}")
    assert "\\\\{\\\\{ x" in Renderer(TEMPLATES).render("cube", cube)
