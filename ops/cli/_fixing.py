"""Put a document's file right where a lint rule knows how."""

from pathlib import Path

from metamodel.kernel.clock import SystemClock
from metamodel.lint.fixing import fixed


def fix_document(path: Path) -> tuple[str, ...]:
    """Write in every safe fix; the codes of what was cured, in order of place.

    A file without such a finding is not touched.
    """
    text = path.read_text(encoding="utf-8")
    done = fixed(text, str(path), SystemClock().now().date())
    if done.text != text:
        path.write_text(done.text, encoding="utf-8")
    return tuple(item.code for item in done.cured)
