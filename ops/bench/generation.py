"""CPU of a generation, a lint and a diff, each in its own process, beside peers' generators."""

import json
import multiprocessing
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ops.bench.peers import import_from, manifest, peers
from ops.bench.thousand import MEMBERS, thousand
from ops.stack.places import REPOSITORY

ENTITIES, MANY = 1_000, 10_000
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Pass:
    """One piece of work: CPU seconds without imports, and the process's peak memory."""

    cpu_s: float
    peak_mib: float


def bench_generation() -> list[str]:
    """Lines to print; ours and the peers' passes alternate, the least CPU of each counts."""
    folder = peers()
    works: dict[str, tuple[Callable[..., Pass], tuple[object, ...]]] = {
        "ours": (generate_pass, (ENTITIES,)),
        "lint": (lint_pass, (ENTITIES,)),
        "diff": (diff_pass, (ENTITIES,)),
    }
    if folder is not None:
        works |= {
            "cube_dbt": (cube_dbt_pass, (ENTITIES, folder)),
            "dagster-cube-dbt": (dagster_cube_dbt_pass, (ENTITIES, folder)),
        }
    cost = {name: _least(*work) for name, work in works.items()}
    many = _alone(generate_pass, MANY)
    ours = cost["ours"].cpu_s
    lines = [
        f"{ENTITIES} entities of {MEMBERS} members, least CPU of {ROUNDS} processes each",
        f"  parse, plan, render, hash {ours:7.3f} CPU-s (goal <= 0.25)",
        f"  lint, every rule          {cost['lint'].cpu_s:7.3f} CPU-s (goal <= 0.5)",
        f"  diff of two revisions     {cost['diff'].cpu_s:7.3f} CPU-s (goal <= 0.15)",
        f"  {MANY} entities          {many.cpu_s:7.3f} CPU-s (goal <= 3)",
        f"    beside {ENTITIES}           {many.cpu_s / ours:7.1f} times (goal <= 13)",
        f"    peak memory         {many.peak_mib:7.0f} MiB (goal <= 600)",
    ]
    for name in ("cube_dbt", "dagster-cube-dbt"):
        words = "not measured: it cannot be installed here"
        if name in cost:
            peer = cost[name].cpu_s
            words = f"{peer:7.3f} CPU-s, {peer / ours:.1f} times ours (goal >= 10), columns only"
        lines.append(f"  {name:25} {words}")
    return lines


def generate_pass(entities: int) -> Pass:
    """Parse, plan, render and hash."""
    from metamodel.model.load import load  # noqa: PLC0415 - not what is measured
    from metamodel.modelgen.generate import generate  # noqa: PLC0415

    text, templates = thousand(entities), _templates()

    def work() -> None:
        generate(load(text).require(), templates=templates, overlays={}, engine="bench")

    return _measured(work)


def lint_pass(entities: int) -> Pass:
    """Every rule on a document that is read already."""
    from metamodel.lint.runner import lint  # noqa: PLC0415
    from metamodel.model.load import load  # noqa: PLC0415

    loaded = load(thousand(entities))
    return _measured(lambda: lint(loaded))


def diff_pass(entities: int) -> Pass:
    """Two revisions that differ in one title."""
    from metamodel.compat.diff import diff  # noqa: PLC0415
    from metamodel.model.load import load  # noqa: PLC0415

    text = thousand(entities)
    before = load(text).require()
    after = load(text.replace('"Entity 7"', '"Seven"')).require()
    return _measured(lambda: diff(before, after))


def cube_dbt_pass(entities: int, folder: Path) -> Pass:
    """The peer's cubes and dimensions, as its own templates write them."""
    import_from(folder, "cube_dbt")
    from cube_dbt.dbt import Dbt  # type: ignore[import-not-found]  # noqa: PLC0415

    text = json.dumps(manifest(entities))

    def work() -> None:
        for model in Dbt(json.loads(text)).models:
            model.as_cube()
            model.as_dimensions()

    return _measured(work)


def dagster_cube_dbt_pass(entities: int, folder: Path) -> Pass:
    """The peer's cubes, each written as its own YAML."""
    import yaml  # noqa: PLC0415

    import_from(folder, "dagster_cube_dbt")
    from dagster_cube_dbt.generation import (  # type: ignore[import-not-found]  # noqa: PLC0415
        generate_cubes,
    )

    text = json.dumps(manifest(entities))

    def work() -> None:
        for cube in generate_cubes(json.loads(text))["cubes"]:
            yaml.safe_dump({"cubes": [cube]}, sort_keys=False)

    return _measured(work)


def _templates() -> dict[str, str]:
    folder = REPOSITORY / "cube_models" / "templates"
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.j2")}


def _measured(work: Callable[[], object]) -> Pass:
    began = time.process_time()
    work()
    cpu = time.process_time() - began
    return Pass(cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _alone(work: Callable[..., Pass], *values: object) -> Pass:
    """The pass in a process of its own: nothing is remembered from one to the next."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *values).result()


def _least(work: Callable[..., Pass], values: tuple[object, ...]) -> Pass:
    return min((_alone(work, *values) for _ in range(ROUNDS)), key=lambda item: item.cpu_s)


if __name__ == "__main__":
    print("\n".join(bench_generation()))
