"""Which Cube an installed server folder runs: told by its files, without starting anything."""

import json
from pathlib import Path

from orchestration.ports.compiler import CompilerUnavailable


def cube_engine(server: Path) -> str:
    """Version and planner, such as `1.7.43 stand-in`; the same words as the server's own.

    Raises CompilerUnavailable if the packages are not installed.
    """
    packages = server / "node_modules" / "@cubejs-backend"
    try:
        core = json.loads((packages / "server-core" / "package.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CompilerUnavailable(str(server), "its npm packages are not installed") from error
    own = packages / "native" / "index.js"
    stand_in = own.is_file() and "isStandIn" in own.read_text(encoding="utf-8")
    return f"{core['version']} {'stand-in' if stand_in else 'native'}"
