"""What the schema assets show: the document's size, its findings, each cube's YAML and members."""

from collections.abc import Sequence

import dagster as dg

from metamodel.model.finding import Finding
from metamodel.model.load import Loaded
from orchestration.defs.tables import findings_table
from orchestration.flows.check_generation import MODEL_FOLDER, CheckedGeneration

Metadata = dict[str, dg.MetadataValue]


def document_metadata(loaded: Loaded, findings: Sequence[Finding]) -> Metadata:
    """Counts of what the document declares, and a table of findings."""
    metadata: Metadata = {"findings": dg.MetadataValue.int(len(findings))}
    if loaded.model:
        entities = loaded.model.entities
        metadata |= {
            "spec_version": dg.MetadataValue.text(loaded.model.spec_version),
            "entities": dg.MetadataValue.int(len(entities)),
            "measures": dg.MetadataValue.int(sum(len(item.measures) for item in entities)),
            "relations": dg.MetadataValue.int(len(loaded.model.relations)),
        }
    return metadata | ({"findings_table": findings_table(findings)} if findings else {})


def cube_metadata(cube: str, checked: CheckedGeneration) -> Metadata:
    """The YAML as generated, counts of members as Cube's compiler sees them, the fingerprint."""
    seen = next((item for item in checked.compilation.meta if item.get("name") == cube), {})
    text = checked.model.files[checked.model.path_of(cube)]
    rollups = [item.path for item in checked.model.rollups if item.cube == cube]
    return {
        "dimensions": dg.MetadataValue.int(len(seen.get("dimensions", ()))),
        "measures": dg.MetadataValue.int(len(seen.get("measures", ()))),
        "pre_aggregations": dg.MetadataValue.text(", ".join(rollups) or "none"),
        "cube_fp": dg.MetadataValue.text(checked.model.cube_fps[cube]),
        "compiled_with": dg.MetadataValue.text(checked.compilation.engine),
        "yaml": dg.MetadataValue.md(f"```yaml\n{text}```"),
    }


def disk_metadata(path: str, checked: CheckedGeneration) -> Metadata:
    """The file that was compared, and the finding if it is not what the metamodel generates."""
    shown: Metadata = {"file": dg.MetadataValue.text(f"{MODEL_FOLDER}/{path}")}
    stale = checked.stale.get(path)
    return shown | ({"findings_table": findings_table([stale])} if stale else {})
