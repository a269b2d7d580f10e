"""The one error tree."""

import pickle

from metamodel.kernel.errors import BadInstanceId, RampartError


class KettleEmptyError(RampartError):
    """No water."""

    code = "TEA-001"
    retryable = True
    hint = "Fill it."


def test_an_error_is_explained_in_one_line_with_code_and_cure() -> None:
    assert KettleEmptyError("kettle", 3).explain() == "TEA-001 kettle: 3 (hint: Fill it.)"


def test_an_error_without_a_hint_promises_none() -> None:
    assert RampartError("broken").explain() == "RMP-000 broken"


def test_an_error_survives_the_way_to_another_process() -> None:
    again = pickle.loads(pickle.dumps(KettleEmptyError("kettle", 3)))  # noqa: S301 - our own bytes

    assert type(again) is KettleEmptyError
    assert again.args == ("kettle", 3)


def test_whether_to_try_again_is_said_by_the_kind() -> None:
    assert KettleEmptyError.retryable
    assert not BadInstanceId.retryable


def test_no_two_errors_of_the_platform_share_a_code() -> None:
    seen: dict[str, type[RampartError]] = {}
    for kind in _descendants(RampartError):
        if kind.__module__.startswith("tests."):
            continue
        assert seen.setdefault(kind.code, kind) is kind, kind


def _descendants(kind: type[RampartError]) -> list[type[RampartError]]:
    return [item for sub in kind.__subclasses__() for item in (sub, *_descendants(sub))]
