"""The only reader of the environment here; each field has a meaning, a unit, a default."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
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
    schema_registry_url: str = Field(
        default="",
        description="Confluent API of the schema registry; empty: the committed schema ids.",
    )
    presence_role: str = Field(
        default="all",
        pattern=r"^(all|live|api|worker)(,(all|live|api|worker))*$",
        description=(
            "What this process does, comma-separated: `live` sockets, `api` entities and reports,"
            " `worker` the outbox relay and bulk updates, or `all`."
        ),
    )
    presence_log_json: bool = Field(
        default=True, description="Write the log as JSON, an object a line; `false`: in words."
    )
    presence_log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO",
        description="The least of what it writes down; `DEBUG` has every connection.",
    )
    presence_host: str = Field(default="127.0.0.1", description="Address to listen on.")
    presence_port: int = Field(
        default=28000, ge=0, lt=65536, description="Port to listen on; 0: any that is free."
    )
    presence_url: str = Field(
        default="http://127.0.0.1:28000",
        description="Where the part with the sockets is reached, for the command line.",
    )
    presence_origins: str = Field(
        default="",
        description=(
            "Origins whose pages may open a WebSocket, comma-separated; empty: this service's own"
            " address, as `127.0.0.1` and as `localhost`."
        ),
    )
    presence_cors_origins: str = Field(
        default="",
        description=(
            "Origins whose pages may call the API from a browser, comma-separated; empty: none but"
            " this service's own pages."
        ),
    )
    presence_https: bool = Field(
        default=False,
        description=(
            "Browsers come by HTTPS, which ends at a proxy in front: they are told to come by"
            " nothing else (HSTS)."
        ),
    )
    presence_proxies: str = Field(
        default="",
        description=(
            "Addresses and networks of proxies in front, comma-separated; their `X-Forwarded-For`"
            " says who counts for the limit by address. Empty: nobody is believed."
        ),
    )
    presence_key_file: Path | None = Field(
        default=None,
        description=(
            "File with the key that tickets and locks are signed with, 32 bytes or more, the same"
            " for all instances; none: a key of this process alone."
        ),
    )
    presence_admin_file: Path | None = Field(
        default=None,
        description=(
            "File with the token that operators show to `/admin/presence`, 32 bytes or more; none:"
            " there is no such thing."
        ),
    )
    presence_pages: Path | None = Field(
        default=None,
        description=(
            "Folder with the built pages of `presence_api/web`, served at `/pages`; none: no pages."
        ),
    )
    presence_drain_s: float = Field(
        default=1.0,
        ge=0,
        le=30,
        description="Seconds that a process told to end still answers, closing each connection.",
    )
    presence_fast_socket: bool = Field(
        default=True,
        description="WebSockets as asyncio protocols; `false`: through ASGI, on any server.",
    )
    presence_grace_s: float = Field(
        default=5.0, ge=0, description="Seconds that a broken connection's place is kept."
    )
    presence_listed_members: int = Field(
        default=200, gt=0, description="Members of a room that are told of; the rest is counted."
    )
    presence_messages_per_second: float = Field(
        default=20.0, gt=0, description="Messages of one connection, in the long run."
    )
    presence_connections_per_user: int = Field(
        default=32, gt=0, description="Connections that one user may have on one instance."
    )
    presence_connections_per_address: int = Field(
        default=256, gt=0, description="Connections from one network address on one instance."
    )
    presence_lock_ttl_s: float = Field(
        default=30.0, ge=3, description="Seconds that a lock outlives an instance that died."
    )
    presence_takeover: Literal["own", "broken", "anyone"] = Field(
        default="broken",
        description=(
            "From whom a lock may be taken: one's `own` other connections, `broken` ones too, or"
            " `anyone`."
        ),
    )
    presence_change_limit_s: float = Field(
        default=600.0,
        gt=0,
        description="Seconds that a change of instances may be announced for; logs are read from"
        " as long ago.",
    )
    redis_url: SecretStr = Field(
        default=SecretStr("redis://127.0.0.1:6379/0"),
        description="Redis or Valkey with the locks: one primary, `redis://` or `rediss://`.",
    )
    redis_timeout_s: float = Field(
        default=2.0, gt=0, description="Seconds until Redis counts as away."
    )
    jwt_secret_file: Path | None = Field(
        default=None, description="File with the secret that tokens are signed with (HS256)."
    )
    jwt_jwks_url: str = Field(
        default="",
        description="Where the keys are published that tokens are signed with (RS256, ES256).",
    )
    jwt_issuer: str = Field(default="", description="Issuer that tokens must name; empty: any.")
    jwt_audience: str = Field(default="", description="Audience they must name; empty: any.")
    jwt_tenant_claim: str = Field(default="tenant", description="Claim that names the tenant.")
    jwt_name_claim: str = Field(
        default="name", description="Claim that says what people call the user."
    )
    jwt_groups_claim: str = Field(default="groups", description="Claim with the user's groups.")
    jwt_timeout_s: float = Field(
        default=3.0, gt=0, description="Seconds that fetching the published keys may take."
    )
    cube_url: str = Field(
        default="http://127.0.0.1:4000", description="Where Cube listens, without a path."
    )
    cube_api_secret: SecretStr = Field(
        default=SecretStr("not-set"), description="Key that signs tokens for Cube (HS256)."
    )
    cube_poll_s: float = Field(
        default=10.0,
        gt=5,
        description="Seconds one call to Cube may take, which itself answers after 5 to wait on.",
    )
    reports_call_s: float = Field(
        default=300.0,
        gt=0,
        description="Seconds that a query goes on for who could not wait and fetches its result.",
    )
    reports_postponed: int = Field(
        default=100, gt=0, description="Queries of one instance that go on like that, at most."
    )
    reports_cache_bytes: int = Field(
        default=64 << 20, gt=0, description="Bytes of answers that one instance keeps itself."
    )
    reports_per_user: int = Field(
        default=120, gt=0, description="Reports that one user may ask for in a minute."
    )
    reports_per_tenant: int = Field(
        default=1200, gt=0, description="Reports that all users of a tenant may ask for together."
    )
    reports_operators: str = Field(
        default="admin",
        description=(
            "Groups that may have reports explained, or asked past what is kept, comma-separated."
        ),
    )
    ledger_timeout_s: float = Field(
        default=2.0, gt=0, description="Seconds until the build ledger counts as away for reports."
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
    bulk_jobs_per_tenant: int = Field(
        default=4, gt=0, description="Bulk updates that a tenant may have waiting or running."
    )
    bulk_lease_s: float = Field(
        default=15.0,
        ge=1,
        description="Seconds after which a bulk update is taken up whose worker says nothing.",
    )
    bulk_plan_s: float = Field(
        default=3600.0,
        gt=0,
        description="Seconds that a dry run's plan may be run for; less than updates are kept.",
    )
    bulk_kept_s: float = Field(
        default=604_800.0,
        gt=0,
        description="Seconds that a bulk update is kept which is over, with its errors.",
    )

    @model_validator(mode="after")
    def _plans_end_before_their_jobs(self) -> Self:
        """A job that is kept is what its plan cannot be run again by."""
        if self.bulk_plan_s >= self.bulk_kept_s:
            raise ValueError(
                "RAMPART_BULK_PLAN_S has to be less than RAMPART_BULK_KEPT_S:"
                " a plan that outlives its job could be run twice"
            )
        return self

    @property
    def cube_key(self) -> str | None:
        """What signs tokens for Cube; without it there are no reports."""
        found = self.cube_api_secret.get_secret_value()
        return None if found == "not-set" else found

    def has_role(self, role: str) -> bool:
        """Is that a thing which this process does?"""
        return not {"all", role}.isdisjoint(self.presence_role.split(","))
