"""Unmasking."""

from hypothesis import given
from hypothesis import strategies as st

from presence_api.live.masking import apply_mask


@given(st.binary(max_size=300), st.binary(min_size=4, max_size=4))
def test_it_is_what_the_rfc_says(data: bytes, mask: bytes) -> None:
    expected = bytes(byte ^ mask[at % 4] for at, byte in enumerate(data))
    assert apply_mask(data, mask) == expected
