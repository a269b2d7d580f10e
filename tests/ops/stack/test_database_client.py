import pytest

from ops.stack.database_client import run_psql


@pytest.mark.integration
def test_psql_speaks_to_the_database_it_is_given(
    database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_psql(database_url, ["-Atc", "SELECT current_user, 6 * 7"]) == 0
    assert capfd.readouterr().out == "rampart|42\n"


@pytest.mark.integration
def test_a_statement_that_fails_ends_it(
    database_url: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_psql(database_url, ["-c", "SELEC"]) != 0
    assert "syntax error" in capfd.readouterr().err
