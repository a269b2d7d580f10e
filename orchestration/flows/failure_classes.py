"""What a failed handler's exception says about another attempt."""

import hashlib
import traceback
from enum import StrEnum

from metamodel.kernel.errors import RampartError


class FailureClass(StrEnum):
    """TRANSIENT may pass by itself, PERMANENT never, UNKNOWN is tried once more."""

    TRANSIENT = "TRANSIENT"
    PERMANENT = "PERMANENT"
    UNKNOWN = "UNKNOWN"


def classify(error: Exception) -> FailureClass:
    """By our own errors' word; of others nothing is known, but of time limits and connections."""
    if isinstance(error, RampartError):
        return FailureClass.TRANSIENT if error.retryable else FailureClass.PERMANENT
    if isinstance(error, TimeoutError | ConnectionError):
        return FailureClass.TRANSIENT
    return FailureClass.UNKNOWN


def name_of(error: Exception) -> str:
    """An error code of ours, else the class."""
    return error.code if isinstance(error, RampartError) else type(error).__name__


def trace_hash(error: Exception) -> str:
    """Equal for equal places in the code, whatever the values were."""
    frames = traceback.extract_tb(error.__traceback__)
    places = "\n".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
    return hashlib.sha256(f"{name_of(error)}\n{places}".encode()).hexdigest()[:16]
