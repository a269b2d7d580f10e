"""What this service signs for itself."""

from hypothesis import given
from hypothesis import strategies as st

from presence_api.signatures import MAC_BYTES, Signer, from_text, to_text


@given(st.binary(), st.binary())
def test_a_signature_is_of_one_text_one_purpose_and_one_key(said: bytes, other: bytes) -> None:
    signer = Signer(b"k" * 32, b"lock")
    mac = signer.mac(said)
    assert len(mac) == MAC_BYTES
    assert signer.signed(mac, said)
    assert signer.signed(mac, other) == (said == other)
    assert not Signer(b"k" * 32, b"ticket").signed(mac, said)
    assert not Signer(b"x" * 32, b"lock").signed(mac, said)


@given(st.binary())
def test_bytes_come_back_from_their_text(raw: bytes) -> None:
    text = to_text(raw)
    assert text.isascii()
    assert "=" not in text
    assert from_text(text) == raw


def test_what_is_no_such_text_is_none() -> None:
    assert from_text("a") is None
    assert from_text("\u00e4") is None
