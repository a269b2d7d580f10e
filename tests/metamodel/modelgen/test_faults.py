from metamodel.modelgen.faults import OverlayRefused, PlanRefused, TemplateFault


def test_every_refusal_has_its_own_code_and_a_cure() -> None:
    faults = [PlanRefused, OverlayRefused, TemplateFault]
    assert len({fault.code for fault in faults}) == 3
    assert all(fault.hint for fault in faults)
    assert OverlayRefused("a.yml", "no such cube").explain().startswith("GEN-112 a.yml: no such")
