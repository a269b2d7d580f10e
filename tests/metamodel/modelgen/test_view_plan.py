from metamodel.modelgen.block import emitted
from metamodel.modelgen.view_plan import FolderPathPlan, FolderPlan, ViewCubePlan


def test_a_folder_holds_members_paths_and_folders_in_one_list() -> None:
    folder = FolderPlan("A", ("status", FolderPathPlan("orders.users"), FolderPlan("B", ("x",))))
    assert emitted(folder) == {
        "name": "A",
        "includes": ["status", {"join_path": "orders.users"}, {"name": "B", "includes": ["x"]}],
    }


def test_everything_of_a_cube_is_a_star() -> None:
    assert emitted(ViewCubePlan("orders", "*")) == {"join_path": "orders", "includes": "*"}
