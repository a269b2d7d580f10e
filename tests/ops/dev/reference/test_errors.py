from ops.dev.reference.errors import error_classes, pages


def test_errors_come_in_order_of_their_codes_from_every_package() -> None:
    codes = [item.code for item in error_classes()]

    assert codes == sorted(codes)
    assert {"KRN-001", "BLD-001", "STACK-001"} <= set(codes)


def test_an_error_shows_meaning_cure_and_exit_code() -> None:
    text = pages()["errors.md"]

    assert (
        "## STACK-007 PartMissing\n\n"
        "A program or package that a profile runs on is not installed.\n\n"
        "- Cure: Run `make setup`.\n"
        "- May succeed later: no. Exit code: 3.\n"
        "- Raised by: `ops.stack.errors`\n"
    ) in text
