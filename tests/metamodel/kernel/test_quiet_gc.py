import gc

import pytest

from metamodel.kernel.quiet_gc import quiet_gc


def test_the_collector_rests_inside_and_works_again_afterwards() -> None:
    with quiet_gc(), quiet_gc():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_also_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), quiet_gc():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_one_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with quiet_gc():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
