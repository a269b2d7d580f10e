"""Under which key an answer is found again: nobody finds what was answered to somebody else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from metamodel.kernel.canonical import fingerprint
from presence_api.ports.report_cache import CacheKey


@dataclass(frozen=True, slots=True)
class Audience:
    """All who are shown the same: a tenant, and the digest of whatever else decides on rows."""

    tenant: str
    claims_digest: str

    @classmethod
    def of(cls, tenant: str, claims: Mapping[str, Any], read: Collection[str]) -> "Audience":
        """`read` are all claims that a policy or a mask reads; a claim that is missing is no null.

        The order within a claim counts: a key too many costs a call, one too few shows rows.
        """
        return cls(tenant, fingerprint({name: claims[name] for name in read if name in claims}))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of which version of what."""

    dsl_version: str
    fingerprint: str
    spec_version: str  # major.minor.patch
    cube_fps: Mapping[str, str]  # of each cube that it touches, by name


def cache_key(audience: Audience, question: Question) -> CacheKey:
    """The key of one answer; a patch of the model that changes no cube keeps it."""
    major, minor, *_ = question.spec_version.split(".")
    return CacheKey(
        audience.tenant,
        fingerprint(
            audience.tenant,
            audience.claims_digest,
            question.dsl_version,
            question.fingerprint,
            [major, minor],
            dict(question.cube_fps),
        ),
    )
