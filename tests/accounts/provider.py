"""An OpenID Connect provider on this machine: discovery, keys, codes with PKCE, signed tokens; it checks what it is sent."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "ladders", "s"


def new_key() -> rsa.RSAPrivateKey:
    """A key to sign with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


KEY, OTHER_KEY = new_key(), new_key()


class Provider:
    """Says of everybody what `claims` says; `token_claims` are said in the token alone, None takes one out of it.

    `key` and `algorithm` sign, `userinfo` is told beside the token where it is set.
    """

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {"sub": "42", "email": "ada@example.org", "email_verified": True}
        self.token_claims: dict[str, Any] = {}
        self.userinfo: dict[str, Any] | None = None
        self.key: Any = KEY
        self.algorithm = "RS256"
        self.kid: str | None = "first"
        self.asked: list[dict[str, list[str]]] = []
        self.codes: dict[str, dict[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Gone."""
        self.server.shutdown()
        self.server.server_close()

    def page(self, path: str, bearer: str) -> tuple[int, dict[str, Any]]:
        """What a GET of that path says."""
        if path == "/.well-known/openid-configuration":
            ends = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            names = {f"{name}_endpoint": f"{self.url}/{path}" for name, path in ends.items()}
            return 200, names | {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        if path == "/keys":
            public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
            return 200, {"keys": [public | {"kid": "first", "alg": "RS256", "use": "sig"}]}
        if path == "/userinfo" and bearer == "Bearer t":
            return 200, self.claims if self.userinfo is None else self.userinfo
        return 404, {}

    def authorize(self, query: dict[str, str]) -> str:
        """Where the browser is sent after somebody has signed in here."""
        assert query["client_id"] == CLIENT
        assert query["response_type"] == "code"
        assert "openid" in query["scope"].split()
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, sent: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """A token for a code, once, for whoever shows the secret and the verifier of the code's sign-in."""
        self.asked.append(sent)
        query = self.codes.pop(sent["code"][0], None)
        digest = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        known = sent.get("client_secret") == [SECRET] and sent["redirect_uri"][0] == (query or {}).get("redirect_uri")
        if query is None or not known or challenge != query["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = self.claims | {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": query["nonce"]}
        claims = {name: value for name, value in (claims | self.token_claims).items() if value is not None}
        headers = {"kid": self.kid} if self.kid else {}
        token = jwt.encode(claims, self.key, algorithm=self.algorithm, headers=headers)
        return 200, {"access_token": "t", "token_type": "bearer", "id_token": token}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Speaks HTTP for the provider."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self.send_header("Location", provider.authorize(query))
                self.end_headers()
                return
            self._answer(*provider.page(parts.path, self.headers.get("Authorization", "")))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(*provider.token(parse_qs(body)))

        def _answer(self, status: int, content: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *args: Any) -> None:
            pass

    return Handler
