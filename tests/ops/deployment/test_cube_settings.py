"""What Cube finds in its environment."""

import ast
import inspect

from ops.deployment.cube_settings import cube_settings
from ops.stack.components import cube

SECRET = {"CUBEJS_API_SECRET", "CUBEJS_DB_PASS"}
BOTH = {"NODE_ENV", "CUBEJS_DEV_MODE", "CUBEJS_TELEMETRY", "CUBEJS_SCHEDULED_REFRESH_TIMER"}


def told_in_a_stack() -> dict[str, str | None]:
    """By name; None where it is made up at the start."""
    tree = ast.parse(inspect.getsource(cube.server_settings))
    found = next(node for node in ast.walk(tree) if isinstance(node, ast.Dict))
    return {
        ast.literal_eval(key): value.value if isinstance(value, ast.Constant) else None  # type: ignore[arg-type, misc]
        for key, value in zip(found.keys, found.values, strict=True)
    }


def test_a_container_is_told_what_a_stack_tells_and_no_secret() -> None:
    stack, container = told_in_a_stack(), cube_settings("db")
    same = {name for name, value in stack.items() if value is not None}

    assert {name: container.get(name) for name in same} | {"CUBEJS_DB_HOST": "db"} == {
        **{name: stack[name] for name in same},
        "CUBEJS_DB_HOST": "db",
    }
    assert same >= BOTH
    assert not SECRET & container.keys()
    assert stack.keys() - container.keys() == SECRET | {"NODE_COMPILE_CACHE"}
