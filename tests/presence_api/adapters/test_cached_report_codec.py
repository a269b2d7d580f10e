"""A kept answer as bytes and back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.freshness import Freshness
from presence_api.adapters.cached_report_codec import COMPRESSED_FROM, decode, encode
from presence_api.ports.report_cache import CachedReport
from tests.fakes.reports import kept

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
REPORTS = st.builds(
    CachedReport,
    body=st.binary(max_size=100) | st.integers(COMPRESSED_FROM - 1, COMPRESSED_FROM + 1).map(bytes),
    epochs=st.dictionaries(st.text(max_size=20), st.integers(0, 2**62), max_size=5),
    freshness=st.sampled_from([one for one in Freshness if one is not Freshness.PARTIAL]),
    from_source=st.booleans(),
    made_at=MOMENTS,
    ends_at=MOMENTS,
)


@given(REPORTS)
def test_what_goes_in_comes_out(report: CachedReport) -> None:
    assert decode(encode(report)) == report


@given(REPORTS, st.integers(0, 200), st.binary(max_size=20))
def test_whatever_is_found_is_an_answer_or_nothing(
    report: CachedReport, place: int, damage: bytes
) -> None:
    value = encode(report)
    found = decode(value[:place] + damage + value[place + len(damage) :])
    assert found is None or isinstance(found, CachedReport)


def test_what_another_version_wrote_is_nothing() -> None:
    value = encode(kept())
    assert decode(bytes([value[0] + 1]) + value[1:]) is None


@pytest.mark.parametrize(("size", "compressed"), [(20_000, False), (COMPRESSED_FROM, True)])
def test_only_large_bodies_are_compressed(size: int, *, compressed: bool) -> None:
    assert (len(encode(kept(bytes(size)))) < size) is compressed


def test_times_keep_their_microseconds() -> None:
    report = kept(made_at=datetime(2026, 1, 1, 1, 2, 3, 456789, UTC))
    assert decode(encode(report)) == report
