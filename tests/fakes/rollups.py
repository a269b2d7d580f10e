"""Small rollups and models for tests of flows."""

from datetime import date

from metamodel.model.partitions import Extent, Granularity
from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.rollup import Rollup

EXTENT = Extent(date(2024, 1, 1), date(2025, 12, 31))


def rollup(
    name: str = "by_day",
    *,
    fp: str = "fp-1",
    cube: str = "orders",
    partition: Granularity | None = Granularity.YEAR,
) -> Rollup:
    """A rollup with two yearly partitions, unless told otherwise."""
    return Rollup(
        cube=cube,
        name=name,
        rollup_fp=fp,
        extent=EXTENT,
        partition=partition,
        time_sql="o_orderdate",
        time_table="orders",
    )


def model(version: str = "shop-1", *rollups: Rollup, files: str = "a") -> GeneratedModel:
    """A generated model with the given rollups, and one file."""
    return GeneratedModel(
        name="shop",
        spec_version="1.0.0",
        version=version,
        engine="1.7.43 stand-in",
        files={"cubes/orders.yml": files},
        source_files={"cubes/orders.yml": files},
        cube_fps={"orders": f"cube-{version}"},
        entity_fps={"order": f"entity-{version}"},
        rollups=rollups or (rollup(),),
    )
