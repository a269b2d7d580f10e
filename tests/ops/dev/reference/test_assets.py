from ops.dev.reference.assets import pages


def test_assets_checks_and_sensors_are_named_once_each() -> None:
    text = pages()["assets.md"]

    assert text.count("| `cube/<cube>` | Cube `<cube>` as generated") == 1
    assert text.count("| `preagg/<cube>_<name>` | `servable` |") == 1
    assert "| `preagg/orders_by_day` | Pre-aggregation `orders.by_day`: 32 partitions" in text
    assert "| `preagg_refresh_sensor` | Every batch of events becomes one run" in text
