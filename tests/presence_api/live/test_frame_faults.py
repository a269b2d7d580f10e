"""What is wrong with frames, case by case; the conformance set sends them in raw bytes."""

import pytest

from presence_api.live.closing import CloseCode
from presence_api.live.frame_faults import echoed_code, frame_fault


@pytest.mark.parametrize("first", [0x81, 0x01, 0x80, 0x82, 0x88, 0x89, 0x8A])
def test_whole_frames_of_known_kinds_have_no_fault(first: int) -> None:
    assert frame_fault(first, b"x" * 125) is None


@pytest.mark.parametrize("first", [0xC1, 0xA1, 0x91, 0x83, 0x87, 0x8B, 0x8F])
def test_reserved_bits_and_unknown_kinds_are_faults(first: int) -> None:
    assert frame_fault(first, b"") == "a frame of an unknown kind"


@pytest.mark.parametrize(("first", "size"), [(0x09, 0), (0x89, 126), (0x08, 2), (0x8A, 200)])
def test_a_control_frame_is_whole_and_short(first: int, size: int) -> None:
    assert frame_fault(first, b"x" * size) == "a control frame is cut or too long"


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (b"", CloseCode.NORMAL),
        ((1001).to_bytes(2, "big") + b"bye", 1001),
        ((4999).to_bytes(2, "big"), 4999),
        ((1005).to_bytes(2, "big"), CloseCode.WRONG_FRAME),
        ((2000).to_bytes(2, "big"), CloseCode.WRONG_FRAME),
        (b"\x03", CloseCode.WRONG_FRAME),
        ((1000).to_bytes(2, "big") + b"\xff", CloseCode.NOT_UTF8),
    ],
)
def test_a_farewell_is_answered_with_its_code_or_with_its_fault(payload: bytes, code: int) -> None:
    assert echoed_code(payload) == code
