"""The company's own provider (OpenID Connect): what of its answer is believed.

allauth asks it and connects accounts; here its word is checked as the specification wants it (OpenID Connect Core, 3.1.3.7):
signature by one of its published keys, issuer, audience, time, and the nonce that binds an answer to this very sign-in.
"""

from __future__ import annotations

from typing import Any, Final

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

# With a public key alone: a token that is signed with what both sides know could be made by whoever reads our settings.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY: Final = 60  # seconds that two computers' clocks may differ
# What `amr` calls ways to show who one is (RFC 8176): something known, and something one has or is.
KNOWN: Final = frozenset({"pwd", "pin", "kba"})
HELD: Final = frozenset(
    {"otp", "hwk", "swk", "sc", "sms", "tel", "fpt", "face", "iris", "retina", "vbm", "fido", "phr"}
)


def nonce_of(state: str) -> str:
    """The nonce that belongs to the state of one sign-in: nobody else can make it."""
    return salted_hmac("accounts.openid.nonce", state, algorithm="sha256").hexdigest()


class CompanyClient(OAuth2Client):  # type: ignore[misc]
    """Asks with a nonce."""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        """Where to send the browser."""
        url: str = super().get_redirect_url(authorization_url, scope, extra_params | {"nonce": nonce_of(self.state)})
        return url


class CompanyAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """Believes an answer as far as its token is signed, meant for us, of now and for this sign-in."""

    client_class = CompanyClient

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Who it is by the token; what the provider tells beside it has to be about the same person.

        Raises OAuth2Error.
        """
        claims = self._decode_id_token(app, kwargs["response"].get("id_token") or "")
        if not constant_time_compare(str(claims.get("nonce", "")), nonce_of(request.GET.get("state", ""))):
            raise OAuth2Error("The token belongs to another sign-in")
        data = {"id_token": claims}
        if app.settings.get("fetch_userinfo", True):
            data["userinfo"] = self._fetch_user_info(token.token)
            if data["userinfo"].get("sub") != claims["sub"]:
                raise OAuth2Error("The provider tells of somebody else than its token")
        return self.get_provider().sociallogin_from_response(request, data)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """The checked claims. Raises OAuth2Error."""
        try:
            header = jwt.get_unverified_header(id_token)
            if header.get("alg") not in ALGORITHMS:
                raise OAuth2Error("The token is not signed with a public key")
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._signing_key(header),
                algorithms=list(ALGORITHMS),
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as error:
            raise OAuth2Error("The token of the provider is not valid") from error
        meant_for = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
        if claims.get("azp", app.client_id) != app.client_id or (len(meant_for) > 1 and "azp" not in claims):
            raise OAuth2Error("The token is meant for somebody else")
        return claims

    def _signing_key(self, header: dict[str, Any]) -> Any:
        """The provider's published key that the token names; its only one where it names none."""
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(response.json()).keys
        fitting = [key for key in keys if header.get("kid") in (None, key.key_id)]
        if len(fitting) != 1:
            raise OAuth2Error("No key of the provider fits the token")
        return fitting[0]


def vouches_for_second_factor(sociallogin: Any) -> bool:
    """True where the provider has asked for a second factor: always, never, or as its token says (OIDC_SECOND_FACTOR)."""
    if settings.OIDC_SECOND_FACTOR != "amr":
        return bool(settings.OIDC_SECOND_FACTOR == "always")
    claims = sociallogin.account.extra_data.get("id_token") or {}
    said = claims.get("amr")
    ways = {str(each) for each in said} if isinstance(said, list) else set()
    return "mfa" in ways or bool(ways & KNOWN and ways & HELD)
