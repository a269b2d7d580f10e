from pathlib import Path

from ops.naming.collectors.cube_names import CubeNames
from ops.naming.tree import Tree
from tests.ops.naming.planted import collected, stands_there, texts

FILES = {
    "cube_models/model/cubes/orders.yml": """
cubes:
  - name: orders
    dimensions:
      - name: status
        type: string
    measures:
      - name: total_price
        type: sum
    pre_aggregations:
      - name: by_day
        granularity: day
""",
    "cube_models/model/views/sales.yml": "views:\n  - name: sales\n    cubes: []\n",
    "cube_models/model/cubes/empty.yml": "",
    "cube_models/model/cubes/odd.yml": "cubes:\n  - 1\n  - title: none\nviews: 3\n",
}


def test_cubes_views_and_members_are_collected(tmp_path: Path) -> None:
    assert texts(collected(CubeNames, tmp_path, FILES)) == {
        "cube": ["orders"],
        "dimension": ["status"],
        "measure": ["total_price"],
        "pre_aggregation": ["by_day"],
        "view": ["sales"],
    }


def test_each_stands_where_it_is_written_and_knows_its_cube(tmp_path: Path) -> None:
    names = {name.text: name for name in collected(CubeNames, tmp_path, FILES)}
    assert all(stands_there(Tree(tmp_path), name) for name in names.values())
    assert names["total_price"].facts == {"cube": "orders", "type": "sum"}
    assert names["by_day"].facts == {"cube": "orders", "granularity": "day"}
