"""A real OpenID Connect provider in a process of its own: discovery, authorisation code with PKCE, RS256 tokens, JWKS.

Run by `test_openid`. It prints its port, then serves. Whom it signs in, and how it answers, is what the test posts to
`/who` as JSON: claims for the token (`sub`, `email`, `email_verified`, `amr`), `userinfo` claims that differ, `deny`.
"""

import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT_ID, CLIENT_SECRET = "riia-test", "correct horse"
who: dict[str, Any] = {}
codes: dict[str, dict[str, str]] = {}
tokens: dict[str, dict[str, Any]] = {}


class Provider(BaseHTTPRequestHandler):
    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def log_message(self, *arguments: object) -> None:
        """Keep quiet: the test reads what is printed."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                self.answer(self.discovery())
            case "/jwks":
                public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
                self.answer({"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]})
            case "/authorize":
                self.authorize(query)
            case "/userinfo":
                token = self.headers.get("Authorization", "").removeprefix("Bearer ")
                self.answer(tokens[token]) if token in tokens else self.answer({"error": "invalid_token"}, 401)
            case _:
                self.answer({"error": "not_found"}, 404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path == "/who":
            who.clear()
            who.update(json.loads(body))
            self.answer({})
        elif self.path == "/token":
            self.exchange({name: values[0] for name, values in parse_qs(body).items()})
        else:
            self.answer({"error": "not_found"}, 404)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, query: dict[str, str]) -> None:
        if query.get("client_id") != CLIENT_ID or query.get("code_challenge_method") != "S256":
            self.answer({"error": "invalid_request"}, 400)
            return
        back = {"state": query["state"]}
        if who.get("deny"):
            back["error"] = "access_denied"
        else:
            code = secrets.token_urlsafe()
            codes[code] = query
            back["code"] = code
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode(back)}")
        self.end_headers()

    def exchange(self, sent: dict[str, str]) -> None:
        asked = codes.pop(sent.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        known = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if not asked or not known or proof.decode() != asked["code_challenge"]:
            self.answer({"error": "invalid_grant"}, 400)
            return
        claims = {name: value for name, value in who.items() if name not in {"userinfo", "deny"}}
        now = int(time.time())
        standard = {"iss": self.issuer, "aud": who.get("aud", CLIENT_ID), "iat": now, "exp": now + 300}
        access = secrets.token_urlsafe()
        tokens[access] = {**claims, **who.get("userinfo", {})}
        signed = jwt.encode({**claims, **standard}, KEY, algorithm="RS256", headers={"kid": "k1"})
        self.answer({"access_token": access, "token_type": "Bearer", "expires_in": 300, "id_token": signed})

    def answer(self, content: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", 0), Provider)
    print(server.server_address[1], flush=True)
    server.serve_forever()
