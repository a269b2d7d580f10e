"""What imports refuse and fail at."""

from metamodel.kernel.errors import RampartError


class SourceNotUnderstood(RampartError):
    """A data source name is neither Postgres' nor DuckDB's."""

    code = "IMP-001"
    hint = "Give `postgresql://user@host/database` or `duckdb:///path/to/file.duckdb`."
    exit_code = 2


class SourceUnreachable(RampartError):
    """A database cannot be reached, or did not answer in time."""

    code = "IMP-002"
    retryable = True
    hint = "Look at host, port, user and password, or give it more time with --timeout."


class SourceRefused(RampartError):
    """A database does not let its catalogue be read."""

    code = "IMP-003"
    hint = "The user needs to connect, and to see the schemas that are imported."


class ManifestRefused(RampartError):
    """A file is no dbt manifest of a known version."""

    code = "IMP-004"
    hint = "Give `target/manifest.json` of dbt 1.6 or later (manifest v10 to v12)."


class NothingToImport(RampartError):
    """The source has no table that could become an entity."""

    code = "IMP-005"
    hint = "Name its schemas with --schema; views come with --views."


class KeysRefused(RampartError):
    """A file of declared keys cannot be used."""

    code = "IMP-006"
    hint = 'Give `{"tables": {"orders": {"primaryKey": [...], "foreignKeys": [...]}}}`.'


class DocumentNotImported(RampartError):
    """The document that an import should go into was not made by one."""

    code = "IMP-007"
    hint = "Choose another file with --out; two documents cannot be merged without a common past."


class DocumentUnreadable(RampartError):
    """The document, or what is kept of its last import, is no JSON object."""

    code = "IMP-008"
    hint = "Correct the file, or restore it from version control."


class ReaderMissing(RampartError):
    """The Python package that reads this kind of source is not installed."""

    code = "IMP-009"
    hint = "`pip install duckdb==1.5.5`; production images leave it out."
