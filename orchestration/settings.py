"""The only reader of the environment here; each field has a meaning, a unit, a default."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Everything the code location and the command line take from outside, prefix `RAMPART_`."""

    model_config = SettingsConfigDict(
        env_prefix="RAMPART_",
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,  # a wrong value may be a secret
    )

    database_url: SecretStr = Field(
        default=SecretStr("postgresql://rampart@127.0.0.1:5432/rampart"),
        description="Postgres with the business tables and the platform's own (schema `rampart`).",
    )
    kafka_bootstrap: str = Field(
        default="127.0.0.1:9092", description="Broker addresses, `host:port`, comma-separated."
    )
    kafka_security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        default="PLAINTEXT",
        description="How the broker's listener is secured; SASL means SCRAM-SHA-512 here.",
    )
    kafka_user: str = Field(default="", description="Principal to log in to the broker as.")
    kafka_password_file: Path | None = Field(
        default=None, description="File with its password; read again for each new connection."
    )
    kafka_ca_file: Path | None = Field(
        default=None, description="Certificate authorities, PEM, that the broker is believed by."
    )
    kafka_passwords_dir: Path | None = Field(
        default=None,
        description="Folder with a password a user: to try rights out, and to replay dead letters.",
    )
    schema_registry_url: str = Field(
        default="",
        description="Confluent API of the schema registry; empty: the committed schema ids.",
    )
    streaming_declaration: Path = Field(
        default=REPOSITORY / "ops" / "streaming" / "streaming.yaml",
        description="What Kafka shall look like: topics, users, limits.",
    )
    streaming_environment: str = Field(
        default="embedded", description="Which environment of that declaration the brokers are."
    )
    cube_url: str = Field(
        default="http://127.0.0.1:4000", description="Where Cube listens, without a path."
    )
    cube_api_secret: SecretStr = Field(
        default=SecretStr("not-set"), description="Key that signs tokens for Cube (HS256)."
    )
    worker_host: str = Field(
        default="127.0.0.1",
        description="Address that consumers and the metrics listen on, for probes and Prometheus.",
    )
    dagster_url: str = Field(
        default="http://127.0.0.1:3000", description="Dagster's webserver, without a path."
    )
    cube_server: Path = Field(
        default=REPOSITORY / "cube_models" / "server",
        description="Folder of the Cube server's own configuration and packages.",
    )
    publish_dir: Path = Field(
        default=REPOSITORY / ".rampart" / "published",
        description="Folder that holds one immutable folder per published model version.",
    )
    metamodel: Path = Field(
        default=REPOSITORY / "metamodel" / "documents" / "tpch.json",
        description="The metamodel document whose assets this code location shows.",
    )
    cube_models: Path = Field(
        default=REPOSITORY / "cube_models",
        description="Folder with `templates`, `overlays` and the committed `model`.",
    )
    automation: bool = Field(
        default=True, description="Start the sensors by themselves; off in CI and in drills."
    )
    sensor_budget_s: float = Field(
        default=12.0, gt=0, lt=15, description="Seconds one sensor evaluation waits for an event."
    )
    min_rebuild_interval_s: float = Field(
        default=10.0, ge=0, description="Seconds between two builds of one partition, at least."
    )
    build_timeout_s: float = Field(
        default=900.0, gt=0, description="Seconds Cube may take for one partition."
    )
    lease_s: float = Field(
        default=30.0,
        gt=0,
        description="Seconds after which an attempt without a sign of life failed.",
    )
    request_timeout_s: float = Field(
        default=30.0, gt=0, description="Seconds one call to Cube, Kafka or Postgres may take."
    )
