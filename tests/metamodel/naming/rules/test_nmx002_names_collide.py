from metamodel.naming.names import CollectedName, NameKind
from tests.metamodel.naming.given import judged

PAIR = ("bus", "buse")


def test_entities_of_one_document_have_one_way_back_each() -> None:
    names = [CollectedName(NameKind.ENTITY, text, facts={"document": "a"}) for text in PAIR]
    (found,) = judged("NMX002", *names)
    assert found.name.text == "buse"
    assert found.message.startswith("meets `bus`: both are cube")


def test_other_documents_are_other_worlds() -> None:
    names = [CollectedName(NameKind.ENTITY, text, facts={"document": text}) for text in PAIR]
    assert judged("NMX002", *names) == []
