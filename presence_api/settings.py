"""The only reader of the environment here; each field has a meaning, a unit, a default."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything the service for browsers takes from outside, prefix `RAMPART_`.

    What the code location reads too has the same name, default and meaning there.
    """

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
    presence_role: Literal["worker"] = Field(
        default="worker", description="What this process of the service does: the outbox relay."
    )
    presence_host: str = Field(default="127.0.0.1", description="Address to listen on.")
    presence_port: int = Field(
        default=28000, ge=0, lt=65536, description="Port to listen on; 0: any that is free."
    )
    outbox_batch_rows: int = Field(
        default=500, gt=0, description="Rows of each shard that the relay sends at once, at most."
    )
    outbox_poll_s: float = Field(
        default=1.0, gt=0, description="Seconds until the relay finds rows nobody told it of."
    )
    outbox_timeout_s: float = Field(
        default=30.0,
        gt=0,
        description="Seconds a broker may acknowledge nothing until the relay begins anew.",
    )
    outbox_query_timeout_s: float = Field(
        default=10.0, gt=0, description="Seconds one statement of the relay may take."
    )
