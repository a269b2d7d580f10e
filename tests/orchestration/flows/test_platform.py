from tests.fakes.platform import FakePlatform


def test_refreshing_and_publishing_work_with_the_same_ports() -> None:
    platform = FakePlatform().composed

    assert platform.refresh.publications is platform.publish.publications
    assert platform.refresh.build is platform.publish.build
    assert platform.refresh.intake.ledger is platform.publish.build.ledger
    assert platform.publish.sink is platform.sink
    assert platform.publish.store is platform.store
