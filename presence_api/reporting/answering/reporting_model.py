"""One published model as reports need it: what may be asked, of which rollups, as whom."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from metamodel.model.metamodel import Metamodel
from metamodel.model.partitions import Extent
from metamodel.modelgen.plan import plan
from metamodel.modelgen.rollup import Rollup
from presence_api.caller import Caller
from presence_api.ports.published_models import PublishedModel
from presence_api.ports.report_cache import CacheKey
from presence_api.ports.report_source import SecurityContext
from presence_api.reporting.answering.read_claims import read_claims
from presence_api.reporting.compiler.compile import ReportCompiler
from presence_api.reporting.compiler.compiled import CompiledReport, CubeQuery
from presence_api.reporting.dsl.check import ReportCheck
from presence_api.reporting.dsl.request import VERSION
from presence_api.reporting.guarding.cache_key import Audience, Question, cache_key
from presence_api.reporting.guarding.serving import Asked

COMPILED: Final = 512
"""Reports that stay compiled, the last that were asked for."""
MOST_TEXT: Final = 4096
"""Characters of a request that stays compiled."""


@dataclass(frozen=True, slots=True)
class _Request:
    """Equal to another one with the same text from the same groups."""

    text: str
    groups: tuple[str, ...]
    document: Any = field(compare=False)
    now: datetime = field(compare=False)

    @property
    def lasts(self) -> bool:
        """Does it mean the same at any moment, as all do but for ranges in words?"""
        time = self.document.get("time") if isinstance(self.document, dict) else None
        in_words = isinstance(time, dict) and isinstance(time.get("range"), str)
        return len(self.text) <= MOST_TEXT and not in_words


@dataclass(frozen=True, slots=True)
class PreparedReport:
    """A report that may be asked, and everything that its answer is found and judged by."""

    compiled: CompiledReport
    spec_version: str
    audience: Audience
    key: CacheKey
    rollups: tuple[Rollup, ...]  # of all cubes that it touches
    asked: Asked
    contexts: tuple[SecurityContext, SecurityContext]  # with rollups, and past them


class ReportingModel:
    """Made once for each publication: it plans all cubes."""

    def __init__(self, published: PublishedModel) -> None:
        self.published = published
        self._check = ReportCheck(published.model)
        self._compiler = ReportCompiler(published.model)
        self._claims = read_claims(published.model)
        self._times = _times(published.model)
        self._compiled = lru_cache(COMPILED)(self._compile)

    def prepare(self, document: Any, caller: Caller, now: datetime) -> PreparedReport:
        """The report that a decoded request asks for. Raises ReportRefused."""
        groups = tuple(sorted(caller.groups))
        request = _Request(json.dumps(document), groups, document, now)
        compiled = (self._compiled if request.lasts else self._compile)(request)
        claims = self._read_of(caller)
        audience = _audience(caller, claims)
        of = self.published
        fps = {name: of.cube_fps.get(name, of.version) for name in compiled.cubes}
        spec_version = of.model.spec_version
        question = Question(VERSION, compiled.fingerprint, spec_version, fps)
        rollups = tuple(one for one in of.rollups if one.cube in compiled.cubes)
        return PreparedReport(
            compiled,
            spec_version,
            audience,
            cache_key(audience, question),
            rollups,
            Asked(self._ranges(compiled, rollups), compiled.terms.min_epochs),
            (
                SecurityContext(of.version, groups, claims),
                SecurityContext(of.version, groups, claims, past_rollups=True),
            ),
        )

    def audience(self, caller: Caller) -> Audience:
        """Whom answers are kept for: all who are shown the same."""
        return _audience(caller, self._read_of(caller))

    def _compile(self, request: _Request) -> CompiledReport:
        report = self._check.check(request.document, groups=request.groups, now=request.now)
        return self._compiler.compile(report)

    def _read_of(self, caller: Caller) -> dict[str, Any]:
        """The claims that Cube is told of, the tenant's under the name that policies know."""
        read = caller.claims.keys() if self._claims is None else self._claims
        found = {name: caller.claims[name] for name in sorted(read) if name in caller.claims}
        tenancy = self.published.model.defaults.tenancy
        return found | ({tenancy.claim: caller.tenant} if tenancy else {})

    def _ranges(
        self, compiled: CompiledReport, rollups: Iterable[Rollup]
    ) -> Mapping[str, tuple[Extent, ...]]:
        """Of each rollup the days that any query asks for; whole if one of them says none."""
        queries = (compiled.main, *((compiled.prior,) if compiled.prior else ()))
        found: dict[str, tuple[Extent, ...]] = {}
        for rollup in rollups:
            days = [_days(query, self._times.get(rollup.path)) for query in queries]
            if all(days):
                found[rollup.path] = tuple(dict.fromkeys(one for one in days if one))
        return found


def _audience(caller: Caller, claims: Mapping[str, Any]) -> Audience:
    said = {"groups": sorted(caller.groups), "claims": claims}
    return Audience.of(caller.tenant, said, said)


def _days(query: CubeQuery, time: str | None) -> Extent | None:
    return next(
        (Extent(one.start.date(), one.end.date()) for one in query.ranges if one.dimension == time),
        None,
    )


def _times(model: Metamodel) -> Mapping[str, str]:
    """By which time each rollup is parted, `cube.dimension`."""
    return {
        f"{cube.name}.{rollup.name}": rollup.time_dimension
        for cube in plan(model).cubes
        for rollup in cube.pre_aggregations
        if rollup.time_dimension
    }
