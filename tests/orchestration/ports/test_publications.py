from orchestration.ports.publications import HAS_FOLDER, Publications, PublicationState
from tests.fakes.clock import FakeClock
from tests.fakes.publications import FakePublications


def test_a_version_has_a_folder_until_it_is_refused_or_removed() -> None:
    without = set(PublicationState) - set(HAS_FOLDER)

    assert without == {PublicationState.REFUSED, PublicationState.REMOVED}


def test_the_fake_is_a_publication_table() -> None:
    publications: Publications = FakePublications(FakeClock())

    assert publications.current("shop") is None
    assert publications.history() == ()
