import random
from pathlib import Path

import pytest

from metamodel.modelgen.probes import missed_rollups
from metamodel.modelgen.scalars import yaml_scalar
from orchestration.adapters.compiler_node import NodeCompiler, node_binary
from orchestration.ports.compiler import CompilerUnavailable, ModelCompiler, ModelRefused
from orchestration.settings import REPOSITORY
from tests.metamodel.modelgen.shop_model import generated

SERVER = REPOSITORY / "cube_models" / "server"
COMPILER: ModelCompiler = NodeCompiler(SERVER)
CUBE = """\
cubes:
  - name: {name}
    sql_table: things
    dimensions:
      - name: id
        type: {type}
        sql: "{{CUBE}}.id"
        primary_key: true
"""

node = pytest.mark.node


def server(folder: Path, script: str) -> Path:
    (folder / "node_modules").mkdir()
    (folder / "compile.cjs").write_text(script)
    return folder


@node
def test_a_model_compiles_plans_and_says_which_cube_it_was() -> None:
    made = generated()
    compilation = COMPILER.compile(made.files, made.probes)
    assert {cube["name"] for cube in compilation.meta} == set(made.cube_fps)
    used = {name: plan.used_rollups for name, plan in compilation.plans.items()}
    assert missed_rollups(made.probes, used) == ()
    assert compilation.engine in {"1.7.43 stand-in", "1.7.43 native"}


@node
def test_meta_echoes_the_hash_of_every_cube() -> None:
    made = generated()
    meta = COMPILER.compile(made.files, {}).meta
    echoed = {cube["name"]: cube["meta"]["rampart"]["cube_fp"] for cube in meta}
    assert echoed == made.cube_fps


@node
def test_a_query_is_read_as_the_api_reads_it() -> None:
    query = {
        "measures": ["orders.count"],
        "timeDimensions": [{"dimension": "orders.placed_on", "dateRange": "2024-02-29"}],
        "filters": [{"member": "orders.status", "operator": "equals", "values": ["open"]}],
        "order": [["orders.count", "desc"]],
        "limit": 7,
    }
    plan = COMPILER.compile(generated().source_files, {"q": query}).plans["q"]
    assert "ORDER BY 1 DESC LIMIT 7" in " ".join(plan.sql.split())
    assert set(plan.params) == {"2024-02-29T00:00:00.000Z", "2024-02-29T23:59:59.999Z", "open"}
    assert plan.used_rollups == ()


@node
def test_every_fault_of_the_compiler_is_told() -> None:
    files = {f"{name}.yml": CUBE.format(name=name, type="integer") for name in ("a", "b")}
    with pytest.raises(ModelRefused) as refused:
        COMPILER.compile(files, {})
    assert [fault.split(" ")[0] for fault in refused.value.faults] == ["a", "b"]


@node
def test_every_query_that_cannot_be_planned_is_told() -> None:
    files = {"a.yml": CUBE.format(name="a", type="number")}
    queries = {name: {"measures": [f"a.{name}"]} for name in ("x", "y")}
    with pytest.raises(ModelRefused) as refused:
        COMPILER.compile(files, queries)
    assert [fault.partition(":")[0] for fault in refused.value.faults] == ["query x", "query y"]


@node
def test_yaml_that_is_none_is_refused_too() -> None:
    with pytest.raises(ModelRefused, match="bad indentation"):
        COMPILER.compile({"a.yml": "cubes:\n  - name: a: ["}, {})


@node
def test_answers_longer_than_a_pipe_arrive_whole() -> None:
    files = {f"c{n}.yml": CUBE.format(name=f"c{n}", type="number") for n in range(400)}
    assert len(COMPILER.compile(files, {}).meta) == 400


def described(texts: list[str]) -> list[tuple[str, str]]:
    """What Cube makes of texts: as a cube's description and as a dimension's title."""
    files = {
        f"c{index}.yml": CUBE.format(name=f"c{index}", type="number")
        + f"        title: {yaml_scalar(text)}\n"
        + f"    description: {yaml_scalar(text)}\n"
        for index, text in enumerate(texts)
    }
    meta = {cube["name"]: cube for cube in COMPILER.compile(files, {}).meta}
    cubes = [meta[f"c{index}"] for index in range(len(texts))]
    return [(cube["description"], cube["dimensions"][0]["shortTitle"]) for cube in cubes]


@node
def test_hard_texts_arrive_in_cube_unchanged() -> None:
    texts = [
        "half", "a f", "\\", "\\\\", "C:\\n", "{{x}}", "{%x%}", "{#x#}", "${x}", "$\\{", "`", "``",
        '"', "'", "f'{x}'", 'f"{x}"', "# no", "a: b", "- a", "null", "2024-01-01", "~", "%", "\r\n",
        "\n", "\t", "\x00", "\x07", "\x7f", "\x85", "\u2028", "\ufeff", "é", "日本", "😀", "{", "}",
        "{CUBE}", "{ securityContext.x }", "}{", "\\{", "\\}", "ends with \\", "f {", "}f", "rf x",
    ]  # fmt: skip
    assert described(texts) == [(text, text) for text in texts]


@node
def test_any_text_arrives_in_cube_unchanged() -> None:
    source = random.Random(20261123)
    letters = "fFrR \"'{}%\\`$#\n\t\ré😀\u2028\x00a1.,-()[]<>&*|:?!@~/=+;^"
    made = ["".join(source.choices(letters, k=source.randint(1, 9))) for _ in range(400)]
    texts = [text for text in made if text.lower() not in {"f", "fr", "rf"}]
    assert described(texts) == [(text, text) for text in texts]


@node
def test_the_engine_is_told_without_a_model() -> None:
    assert NodeCompiler(SERVER).engine().startswith("1.7.43 ")


def test_node_comes_from_its_wheel() -> None:
    assert node_binary().is_file()


def test_without_packages_nothing_is_known(tmp_path: Path) -> None:
    with pytest.raises(CompilerUnavailable, match="not installed"):
        NodeCompiler(tmp_path).compile({}, {})


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("process.exit(3)", "exit code 3"),
        ("console.log('hello')", "no JSON"),
        ("console.log('[]')", "another form"),
    ],
)
def test_a_compiler_that_breaks_is_unavailable(tmp_path: Path, script: str, why: str) -> None:
    with pytest.raises(CompilerUnavailable, match=why):
        NodeCompiler(server(tmp_path, script)).compile({}, {})


def test_a_compiler_that_hangs_is_given_up(tmp_path: Path) -> None:
    hanging = server(tmp_path, "setInterval(() => {}, 1000)")
    with pytest.raises(CompilerUnavailable, match=r"within 0\.3 s"):
        NodeCompiler(hanging, timeout_s=0.3).compile({}, {})


def test_no_node_is_unavailable(tmp_path: Path) -> None:
    nothing = NodeCompiler(server(tmp_path, ""), node=tmp_path / "node")
    with pytest.raises(CompilerUnavailable):
        nothing.compile({}, {})
