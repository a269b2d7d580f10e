"""Another model version is the current one."""

from metamodel.events.core_metamodel_published import MetamodelPublished


def test_the_key_is_the_models_name() -> None:
    assert MetamodelPublished.key({"name": "tpch"}) == "tpch"


def test_publications_of_all_names_stay_in_order() -> None:
    assert MetamodelPublished.partitions == 1
