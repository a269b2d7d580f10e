"""What every test may rely on."""

import signal


class TestSignals:
    """One test leaves a signal ignored, as Dagster does; the next must not inherit it."""

    def test_ignored(self) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)

    def test_put_back(self) -> None:
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_IGN
