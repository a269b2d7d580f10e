from tests.metamodel.naming.given import told


def test_a_path_begins_with_its_version() -> None:
    assert told("NMW001", "/api/v2/jobs") == ""
    assert "`/api/v<major>/`" in told("NMW001", "/jobs")


def test_parts_are_plural_nouns_and_actions_stand_behind_a_colon() -> None:
    assert told("NMW001", "/api/v1/jobs/{id}:retry") == ""
    assert told("NMW001", "/api/v1/cancel") == "has a part `cancel` that is a verb"
    assert told("NMW001", "/api/v1/job") == "has a part `job` that is no plural"
    assert "not kebab-case" in told("NMW001", "/api/v1/jobs:Try_Again")
    assert "not kebab-case" in told("NMW001", "/api/v1/jobs/")


def test_parameters_are_snake_case() -> None:
    assert told("NMW001", "/api/v1/jobs/{job_id}") == ""
    assert "parameter" in told("NMW001", "/api/v1/jobs/{jobId}")


def test_paths_of_the_first_version_are_fixed() -> None:
    assert told("NMW001", "/api/v1/entities/{entity}/bulk-update") == ""
    assert told("NMW001", "/api/v1/jobs/{id}/bulk-update") != ""
