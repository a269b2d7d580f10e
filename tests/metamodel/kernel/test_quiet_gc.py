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


def test_what_was_made_counts_as_old_and_can_still_be_collected() -> None:
    with quiet_gc():
        made: list[object] = []
        made.append(made)
    young = gc.get_objects(generation=0)
    assert not any(item is made for item in young)
    assert any(item is made for item in gc.get_objects(generation=2))


def test_what_somebody_froze_stays_frozen() -> None:
    gc.freeze()
    try:
        with quiet_gc():
            pass
        assert gc.get_freeze_count()
    finally:
        gc.unfreeze()
