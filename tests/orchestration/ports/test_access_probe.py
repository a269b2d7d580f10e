"""What an attempt and a verdict say."""

from orchestration.ports.access_probe import Answer, Attempt, Operation, Resource, Verdict


def test_an_attempt_reads_as_a_sentence() -> None:
    attempt = Attempt("presence", Operation.READ, Resource.TOPIC, "orders.v1")
    assert str(attempt) == "presence read topic orders.v1"
    assert str(Attempt("admin", Operation.ALTER, Resource.CLUSTER)) == "admin alter cluster"


def test_what_nobody_answered_is_neither_allowed_nor_refused() -> None:
    answers = [Verdict.allowed(), Verdict.refused("CODE"), Verdict.unknown("away")]
    assert [one.answer for one in answers] == [Answer.ALLOWED, Answer.REFUSED, Answer.UNKNOWN]
