"""Signing in at the organisation itself: OpenID Connect with PKCE, a nonce and a signed token, by way of django-allauth.

allauth finds the provider, keeps the state and fetches the token. What the token says is checked here, as it is the only
thing that is believed: signature, issuer, audience, nonce, age. Addresses and names are neither asked for nor kept.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Any

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.urls import reverse

from rondom.organisations.models import Provider

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
LEEWAY = 30  # seconds that clocks may differ
AGAIN_WITHIN = 300  # seconds since the provider asked for a proof, when it was asked to
SILENT, CANCELLED, LOST, FORGED, STALE = "silent", "cancelled", "lost", "forged", "stale"


class _Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """allauth's side of one provider of ours."""

    def __init__(self, request: HttpRequest, provider: "_OpenId") -> None:
        super().__init__(request, provider.app.provider_id)
        self.provider = provider

    def get_provider(self) -> "_OpenId":
        return self.provider

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("provider_back", args=[app.provider_id]))


class _OpenId(OpenIDConnectProvider):  # type: ignore[misc]
    """One provider of ours as allauth sees it: always with PKCE, never more than who it is."""

    pkce_enabled_default = True

    def __init__(self, request: HttpRequest, provider: Provider) -> None:
        settings = {"server_url": provider.issuer}
        app = SocialApp(
            provider="openid_connect",
            provider_id=provider.slug,
            name=provider.slug,
            client_id=provider.client_id,
            secret=provider.secret,
            settings=settings,
        )
        super().__init__(request, app=app)
        self.adapter = _Adapter(request, self)

    def get_oauth2_adapter(self, request: HttpRequest) -> _Adapter:
        return self.adapter

    def get_default_scope(self) -> list[str]:
        return ["openid"]


@dataclass(frozen=True)
class Said:
    """What came back from a provider: who it is, or what is the matter."""

    subject: str = ""
    strong: bool = False  # it asked for two proofs itself
    again: bool = False  # it was asked to ask again, and did
    way: str = ""
    problem: str = ""


class _NotBelieved(Exception):  # noqa: N818 - no fault of ours
    """Not what was asked for, or not by whom."""


def way_there(request: HttpRequest, provider: Provider, way: str, *, again: bool) -> str:
    """The address at the provider to go to; empty when it does not answer. `again` asks for a fresh proof there."""
    nonce = secrets.token_urlsafe(24)
    wishes = {"nonce": nonce} | ({"prompt": "login", "max_age": "0"} if again else {})
    try:
        answer = _OpenId(request, provider).redirect(
            request, "login", next_url=way, auth_params=wishes, nonce=nonce, again=again
        )
    except (requests.RequestException, KeyError, ValueError):
        return ""
    return str(answer.headers.get("Location", ""))


def said(request: HttpRequest, provider: Provider) -> Said:
    """What the provider said of who comes back from it."""
    found = statekit.unstash_state(request, provider_id=provider.slug, state_id=request.GET.get("state", ""))
    if found is None:
        return Said(problem=LOST)
    way, again = str(found.get("next") or ""), bool(found.get("again"))
    if "code" not in request.GET:
        return Said(problem=CANCELLED if request.GET.get("error") == "access_denied" else SILENT, way=way)
    try:
        claims = _claims(request, provider, found)
    except requests.RequestException:
        return Said(problem=SILENT, way=way)
    except (_NotBelieved, OAuth2Error, jwt.PyJWTError, KeyError, ValueError, TypeError):
        return Said(problem=FORGED, way=way)
    if again and time.time() - float(claims.get("auth_time", 0)) > AGAIN_WITHIN + LEEWAY:
        return Said(problem=STALE, way=way)
    return Said(str(claims["sub"]), _is_strong(provider, claims), again, way)


def _claims(request: HttpRequest, provider: Provider, found: dict[str, Any]) -> dict[str, Any]:
    """The claims of a token that is signed by this provider, for us, in answer to this very question."""
    openid = _OpenId(request, provider)
    adapter = openid.adapter
    config = adapter.openid_config
    if config["issuer"] != provider.issuer or request.GET.get("iss", provider.issuer) != provider.issuer:
        raise _NotBelieved
    client = adapter.get_client(request, openid.app)
    answer = adapter.get_access_token_data(
        request, openid.app, client, pkce_code_verifier=found["pkce_code_verifier"]
    )
    token = answer["id_token"]
    claims: dict[str, Any] = jwt.decode(
        token,
        _key(config["jwks_uri"], jwt.get_unverified_header(token).get("kid")),
        algorithms=ALGORITHMS,
        audience=provider.client_id,
        issuer=provider.issuer,
        leeway=LEEWAY,
        options={"require": NEEDED},
    )
    if not secrets.compare_digest(str(claims["nonce"]), str(found["nonce"])):
        raise _NotBelieved
    if claims.get("azp", provider.client_id) != provider.client_id or not str(claims["sub"]):
        raise _NotBelieved
    return claims


def _key(address: str, name: str | None) -> Any:
    with get_adapter().get_requests_session() as session:
        answer = session.get(address)
        answer.raise_for_status()
    keys = jwt.PyJWKSet.from_dict(answer.json()).keys
    fitting = [key for key in keys if name is None or key.key_id == name]
    if len(fitting) != 1:
        raise _NotBelieved
    return fitting[0]


def _is_strong(provider: Provider, claims: dict[str, Any]) -> bool:
    """Whether the token says, in words that we agreed with the provider, that it asked for two proofs."""
    agreed = provider.second_factor
    methods = claims.get("amr") or []
    methods = methods if isinstance(methods, list) else [methods]
    return claims.get("acr") in agreed.get("acr", []) or bool({*map(str, methods)} & {*agreed.get("amr", [])})
