from ops.naming.errors import SourceUnreadable


def test_it_says_which_file_and_what_to_do_and_trying_again_does_not_help() -> None:
    error = SourceUnreadable("ops/a.py:3", "invalid syntax")
    assert error.explain().startswith("NMG-008 ops/a.py:3: invalid syntax (hint: ")
    assert not error.retryable
