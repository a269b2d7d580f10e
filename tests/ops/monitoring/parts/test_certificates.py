"""Certificates as metrics."""

from datetime import timedelta

from ops.monitoring.parts.certificates import Certificates
from tests.fakes.clock import START
from tests.fakes.sources import FakeCertificates, FakeSources
from tests.ops.monitoring.shown import shown


def test_when_each_ends_and_how_long_it_was_given() -> None:
    seen = shown(Certificates(FakeSources().made))
    labels = '{kind="server",server="kafka:9092"}'
    week = timedelta(days=7)

    assert seen[f"rampart_certificate_expiry_timestamp_seconds{labels}"] == (
        (START + week).timestamp()
    )
    assert seen[f"rampart_certificate_lifetime_seconds{labels}"] == week.total_seconds()


def test_on_a_plain_broker_there_is_none_and_that_is_no_error() -> None:
    seen = shown(Certificates(FakeSources(certificates=None).made))

    assert seen == {'rampart_scrape_error{part="certificates"}': 0}


def test_one_that_nobody_shows_is_an_error_of_the_look() -> None:
    seen = shown(Certificates(FakeSources(certificates=FakeCertificates(down=True)).made))

    assert seen == {'rampart_scrape_error{part="certificates"}': 1}
