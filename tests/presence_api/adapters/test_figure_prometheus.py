"""One figure."""

from presence_api.adapters.figure_prometheus import Figure, counter


def test_each_count_is_a_sample_by_its_labels() -> None:
    found = counter(Figure("rampart_bulk_rows_total", "Rows.", ("entity",)), {("b",): 2, ("a",): 1})
    assert (found.type, found.documentation) == ("counter", "Rows.")
    assert [(one.name, one.labels, one.value) for one in found.samples] == [
        ("rampart_bulk_rows_total", {"entity": "a"}, 1.0),
        ("rampart_bulk_rows_total", {"entity": "b"}, 2.0),
    ]
