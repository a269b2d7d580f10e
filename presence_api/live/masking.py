"""Unmasking what browsers send (RFC 6455, 5.3), in C where the wheel has it."""

try:
    from websockets.speedups import apply_mask
except ImportError:  # a platform without the extension
    from websockets.utils import apply_mask

__all__ = ["apply_mask"]
