"""JSON Web Tokens (RFC 7519): HS256 with a shared secret, RS256 and ES256 by published keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import jwt
from jwt.exceptions import PyJWKClientConnectionError, PyJWTError

from presence_api.ports.token_verifier import Claims, KeysUnavailable, TokenRefused

_LEEWAY_S: Final = 30
_KEYS_LIVE_S: Final = 300
_PUBLISHED: Final = ("RS256", "ES256")


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """Which claims say what; the subject is always `sub`."""

    tenant: str = "tenant"
    name: str = "name"
    groups: str = "groups"


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose tokens are taken, and for whom they have to be; None: any."""

    issuer: str | None = None
    audience: str | None = None


class _Verifier:
    def __init__(self, issuer: Issuer, names: ClaimNames) -> None:
        self._issuer, self._names = issuer, names

    def _claims(self, token: str, key: Any, algorithms: tuple[str, ...]) -> Claims:
        try:
            found = jwt.decode(
                token,
                key,
                algorithms=list(algorithms),
                audience=self._issuer.audience,
                issuer=self._issuer.issuer,
                leeway=_LEEWAY_S,
                options={
                    "require": ["exp", "sub"],
                    "verify_aud": self._issuer.audience is not None,
                },
            )
        except PyJWTError as error:
            raise TokenRefused(str(error)) from error
        return self._read(found)

    def _read(self, found: Mapping[str, Any]) -> Claims:
        names = self._names
        tenant = found.get(names.tenant)
        if not isinstance(tenant, str) or not tenant:
            raise TokenRefused(f"the claim `{names.tenant}` is missing")
        subject = str(found["sub"])
        name = found.get(names.name)
        groups = found.get(names.groups, ())
        if not isinstance(groups, list | tuple):
            raise TokenRefused(f"the claim `{names.groups}` is no list")
        return Claims(
            subject=subject,
            name=name if isinstance(name, str) and name else subject,
            tenant=tenant,
            groups=tuple(map(str, groups)),
            ends_at=float(found["exp"]),
            everything=found,
        )


class SharedSecretVerifier(_Verifier):
    """Tokens signed with a secret that both sides know: for tests and small installations."""

    def __init__(
        self, secret: str, issuer: Issuer | None = None, names: ClaimNames | None = None
    ) -> None:
        super().__init__(issuer or Issuer(), names or ClaimNames())
        self._secret = secret

    def verify(self, token: str) -> Claims:
        return self._claims(token, self._secret, ("HS256",))


class PublishedKeysVerifier(_Verifier):
    """Tokens signed with a key that their issuer publishes (JWKS, RFC 7517).

    Keys are kept for five minutes; one that is not known is asked for at once.
    """

    def __init__(
        self,
        url: str,
        timeout_s: float,
        issuer: Issuer | None = None,
        names: ClaimNames | None = None,
    ) -> None:
        super().__init__(issuer or Issuer(), names or ClaimNames())
        self._keys = jwt.PyJWKClient(url, timeout=timeout_s, lifespan=_KEYS_LIVE_S)

    def verify(self, token: str) -> Claims:
        try:
            key = self._keys.get_signing_key_from_jwt(token)
        except PyJWKClientConnectionError as error:
            raise KeysUnavailable(str(error)) from error
        except PyJWTError as error:
            raise TokenRefused(str(error)) from error
        return self._claims(token, key.key, _PUBLISHED)


class NoVerifier:
    """Nobody's tokens are believed: nothing was said about whose should be."""

    def verify(self, token: str) -> Claims:
        del token
        raise TokenRefused("neither RAMPART_JWT_SECRET_FILE nor RAMPART_JWT_JWKS_URL is set")
