"""Nobody finds what was answered to somebody else."""

from dataclasses import replace
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from presence_api.ports.report_cache import CacheKey
from presence_api.reporting.guarding.cache_key import Audience, Question, cache_key

READ = ("branch", "groups", "region")
QUESTION = Question("1", "f" * 64, "1.4.2", {"orders": "a", "customers": "b"})
SCALARS = st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(["", "0", "1", "null"])
CLAIMS = st.dictionaries(st.sampled_from(READ), SCALARS | st.lists(SCALARS, max_size=2))


def key(claims: dict[str, Any], tenant: str = "acme", question: Question = QUESTION) -> CacheKey:
    return cache_key(Audience.of(tenant, claims, READ), question)


def same(one: Any, other: Any) -> bool:
    """Equal as JSON: Python takes True for 1."""
    return repr(one) == repr(other)


@given(CLAIMS, CLAIMS)
@example({"branch": 1}, {"branch": True})
@example({"branch": None}, {})
@example({"branch": "1"}, {"branch": 1})
@example({"branch": ["1"]}, {"branch": "1"})
def test_callers_share_a_key_exactly_if_the_claims_that_are_read_are_equal(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    equal = same(sorted(one.items()), sorted(other.items()))
    assert (key(one) == key(other)) is equal


@given(CLAIMS, st.dictionaries(st.sampled_from(["sub", "exp", "name"]), st.text()))
def test_claims_that_nobody_reads_make_no_difference(
    claims: dict[str, Any], others: dict[str, str]
) -> None:
    assert key(claims) == key({**others, **claims})


def test_everything_else_that_makes_a_difference_is_in_the_key() -> None:
    changed = [
        replace(QUESTION, dsl_version="2"),
        replace(QUESTION, fingerprint="e" * 64),
        replace(QUESTION, spec_version="1.5.0"),
        replace(QUESTION, spec_version="2.4.2"),
        replace(QUESTION, cube_fps={"orders": "a", "customers": "c"}),
        replace(QUESTION, cube_fps={"orders": "b", "customers": "a"}),
        replace(QUESTION, cube_fps={"orders": "a"}),
    ]
    keys = {key({}), key({}, "umbrella"), *(key({}, question=one) for one in changed)}
    assert len(keys) == 2 + len(changed)


def test_a_patch_of_the_model_and_the_order_of_its_cubes_keep_the_key() -> None:
    same_cubes = {"customers": "b", "orders": "a"}
    patched = replace(QUESTION, spec_version="1.4.3", cube_fps=same_cubes)
    assert key({}) == key({}, question=patched)
