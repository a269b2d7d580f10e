"""The catalogue of rollups in all live versions."""

from datetime import date

from orchestration.flows.find_rollups import find_rollups
from tests.fakes.clock import FakeClock
from tests.fakes.publications import FakePublications
from tests.fakes.rollups import model, rollup


def published(*versions: str) -> FakePublications:
    publications = FakePublications(FakeClock())
    for number, version in enumerate(versions):
        candidate = publications.propose(model(version, rollup(fp=f"fp-{number}")), {})
        publications.flip(candidate)
    return publications


def test_a_rollup_is_known_in_every_version_that_has_a_folder() -> None:
    publications = published("shop-1", "shop-2")
    publications.propose(model("shop-3", rollup("by_month", fp="fp-9")), {})
    catalogue = find_rollups(publications)

    assert {item.rollup.rollup_fp for item in catalogue.named(["orders.by_day"])} == {
        "fp-0",
        "fp-1",
    }
    assert catalogue.known("orders.by_month")


def test_refused_and_removed_versions_do_not_count() -> None:
    publications = published("shop-1", "shop-2")
    publications.remove(publications.rows[0])
    publications.refuse(publications.propose(model("shop-3", rollup("by_month")), {}), "no")
    catalogue = find_rollups(publications)

    assert [item.version for item in catalogue.all()] == ["shop-2"]
    assert not catalogue.known("orders.by_month")


def test_versions_that_share_a_rollup_share_its_builds_and_the_current_one_is_asked() -> None:
    publications = FakePublications(FakeClock())
    for version in ("shop-1", "shop-2"):
        publications.flip(publications.propose(model(version, rollup(fp="same")), {}))
    publications.propose(model("shop-3", rollup(fp="same")), {})

    assert [item.version for item in find_rollups(publications).all()] == ["shop-2"]


def test_a_range_names_partitions_in_every_version() -> None:
    catalogue = find_rollups(published("shop-1", "shop-2"))
    keys = catalogue.keys("orders.by_day", date(2025, 5, 1), None)

    assert {(key.rollup_fp, key.partition) for key in keys} == {
        ("fp-0", "2025-01-01"),
        ("fp-1", "2025-01-01"),
    }
