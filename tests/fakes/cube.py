"""A Cube that serves what it is told to and builds tables that are only names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from metamodel.model.partitions import WHOLE
from metamodel.modelgen.rollup import Rollup
from orchestration.ports.cube import (
    Answer,
    Caller,
    CubeRefused,
    CubeUnavailable,
    Job,
    JobStatus,
    ModelNotServed,
    PartitionsMissing,
)


@dataclass(frozen=True, slots=True)
class Post:
    """One request for a build, as it came."""

    rollup: str
    date_range: tuple[str, str] | None
    version: str
    timezone: str


@dataclass
class _Model:
    cube_fps: Mapping[str, str]
    rollups: dict[str, Rollup]
    rows: tuple[Mapping[str, Any], ...]


@dataclass
class _Build:
    place: tuple[str, str]  # rollup_fp and partition
    table: str
    looks_left: int
    error: str = ""


@dataclass
class FakeCube:
    """Switches: `down`; `looks_until_done`; `build_errors` by partition id, one use each.

    `on_post` is called after each request for a build.
    """

    down: bool = False
    looks_until_done: int = 0
    clock_s: int = 0  # tables are named by their number, so every table is newer than 0
    build_errors: dict[str, list[str]] = field(default_factory=dict)
    on_post: Callable[[], None] = lambda: None
    posts: list[Post] = field(default_factory=list)
    tables: dict[tuple[str, str], str] = field(default_factory=dict)
    _models: dict[str, _Model] = field(default_factory=dict)
    _builds: dict[str, _Build] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def serve(
        self,
        version: str,
        cube_fps: Mapping[str, str],
        rollups: Sequence[Rollup] = (),
        rows: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        """Publish a version; every query on it gives `rows`."""
        named = {item.path: item for item in rollups}
        self._models[version] = _Model(cube_fps, named, tuple(rows))

    def remove(self, version: str) -> None:
        """Forget a version; its tables stay."""
        del self._models[version]

    def restart(self) -> None:
        """Forget every job, as Cube does; the tables stay."""
        self._builds.clear()

    def now_s(self) -> int:
        return self.clock_s

    def cube_fps(self, caller: Caller) -> Mapping[str, str]:
        return dict(self._model(caller).cube_fps)

    def load(self, query: Mapping[str, Any], caller: Caller) -> Answer:
        model = self._model(caller)
        cubes = {str(member).partition(".")[0] for member in query.get("measures", ())}
        mine = [item for item in model.rollups.values() if item.cube in cubes]
        if caller.source or not mine:
            return Answer(model.rows)
        built = {fp for fp, _ in self.tables}
        if not any(item.rollup_fp in built for item in mine):
            raise PartitionsMissing("load", mine[0].path)
        return Answer(model.rows, frozenset(i.path for i in mine if i.rollup_fp in built))

    def post_build(
        self, rollup: str, date_range: tuple[str, str] | None, caller: Caller, *, timezone: str
    ) -> Sequence[str]:
        model = self._model(caller)
        if not caller.service:
            raise CubeRefused("build", "API scope is missing: jobs")
        if rollup not in model.rollups:
            raise CubeRefused("build", "the selector matches no pre-aggregation")
        self.posts.append(Post(rollup, date_range, caller.version, timezone))
        touched = _touched(model.rollups[rollup], date_range)
        tokens = tuple(self._begin(model.rollups[rollup], partition) for partition in touched)
        self.on_post()
        return tokens

    def jobs(self, tokens: Sequence[str], caller: Caller) -> Sequence[Job]:
        self._model(caller)
        return tuple(self._look(token) for token in tokens)

    def _model(self, caller: Caller) -> _Model:
        if self.down:
            raise CubeUnavailable("fake", "down")
        if caller.version not in self._models:
            raise ModelNotServed(caller.version)
        return self._models[caller.version]

    def _begin(self, rollup: Rollup, partition: str) -> str:
        number = next(self._numbers)
        day = "" if partition == WHOLE else partition.replace("-", "").replace("T", "")
        table = f"preaggs.{rollup.cube}_{rollup.name}{day}_{rollup.rollup_fp[:8]}_{number}"
        errors = self.build_errors.get(partition, [])
        token = f"{number:032x}"
        self._builds[token] = _Build(
            (rollup.rollup_fp, partition),
            table,
            self.looks_until_done,
            errors.pop(0) if errors else "",
        )
        return token

    def _look(self, token: str) -> Job:
        build = self._builds.get(token)
        if build is None:
            return Job(token, JobStatus.GONE)
        if build.looks_left > 0:
            build.looks_left -= 1
            return Job(token, JobStatus.RUNNING, build.table)
        if build.error:
            return Job(token, JobStatus.FAILED, build.table, build.error)
        self.tables[build.place] = build.table
        return Job(token, JobStatus.DONE, build.table)


def _touched(rollup: Rollup, date_range: tuple[str, str] | None) -> tuple[str, ...]:
    if rollup.partition is None:
        return (WHOLE,)
    if date_range is None:
        return rollup.partition_ids()
    first, last = _moment(date_range[0], last=False), _moment(date_range[1], last=True)
    return tuple(p.id for p in rollup.partitions() if p.start <= last and first < p.end)


def _moment(text: str, *, last: bool) -> datetime:
    if "T" in text:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    start = datetime.combine(date.fromisoformat(text), time(), UTC)
    return start + timedelta(days=1, milliseconds=-1) if last else start
