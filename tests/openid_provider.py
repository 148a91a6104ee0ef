"""A real OpenID Connect provider on this machine: django-allauth's own, as a process of its own, with one client.

    python tests/openid_provider.py PORT FOLDER

Everyone in `PEOPLE` signs in with their name as password; their subject is their name. What stands in the file FOLDER/mode
makes it misbehave: see `MODES`.
"""

import json
import sys
import time
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

PEOPLE = ["u-100", "u-200", "u-300"]
CLIENT, SECRET = "rondom", "shown-to-nobody-else"
BACK = "http://testserver/inloggen/organisatie/{slug}/terug/"
MODES = [
    "",
    "strong",
    "expired",
    "forged",
    "no signature",
    "wrong nonce",
    "other audience",
    "other issuer",
    "old proof",
]


def private_key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def set_up(folder):
    settings.configure(
        SECRET_KEY="of-a-provider-for-tests-" + "x" * 30,
        ALLOWED_HOSTS=["127.0.0.1"],
        LOGGING={
            "version": 1,
            "disable_existing_loggers": False,
            "root": {"level": "ERROR", "handlers": ["out"]},
            "handlers": {"out": {"class": "logging.StreamHandler"}},
        },
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "db")}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        ACCOUNT_LOGIN_METHODS={"username"},
        ACCOUNT_SIGNUP_FIELDS=["username*", "password1*"],
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_RATE_LIMITS=False,
        IDP_OIDC_PRIVATE_KEY=pem(private_key()),
        IDP_OIDC_ADAPTER=f"{__name__}.adapter",
        SESSION_COOKIE_NAME=f"provider-{folder.name}",
    )
    django.setup()


def adapter(request=None):
    """allauth's own, with the claims that providers of organisations send."""
    from allauth.idp.oidc.adapter import DefaultOIDCAdapter

    class Adapter(DefaultOIDCAdapter):
        def get_user_sub(self, client, user):
            return user.username

        def get_user_by_sub(self, client, sub):
            from django.contrib.auth import get_user_model

            return get_user_model().objects.filter(username=sub).first()

    return Adapter(request) if request else Adapter()


def fill(slug):
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        User.objects.create_user(name, password=name)
    client = Client(id=CLIENT, name="Rondom", skip_consent=True)
    client.set_secret(SECRET)
    client.set_redirect_uris([BACK.format(slug=slug)])
    client.set_scopes(["openid"])
    client.save()


class Misbehaving:
    """The provider, whose tokens are as the mode says."""

    def __init__(self, application, folder):
        self.application, self.folder, self.other = application, folder, private_key()

    def __call__(self, environ, start_response):
        said = []
        body = b"".join(self.application(environ, lambda *parts: said.append(parts)))
        status, headers, *_rest = said[0]
        if environ["PATH_INFO"].endswith("/token") and status.startswith("200"):
            body = json.dumps(self._changed(json.loads(body))).encode()
            headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, headers)
        return [body]

    def _changed(self, answer):
        path = self.folder / "mode"
        mode = path.read_text() if path.exists() else ""
        token = answer["id_token"]
        claims = jwt.decode(token, options={"verify_signature": False})
        header = {"kid": jwt.get_unverified_header(token)["kid"]}
        claims["auth_time"] = int(time.time()) - (3600 if mode == "old proof" else 0)
        changes = {
            "strong": {"acr": "two-proofs", "amr": ["pwd", "otp"]},
            "expired": {"exp": int(time.time()) - 120, "iat": int(time.time()) - 720},
            "wrong nonce": {"nonce": "of another question"},
            "other audience": {"aud": "someone else"},
            "other issuer": {"iss": "https://elsewhere.example"},
        }
        claims |= changes.get(mode, {})
        key = pem(self.other) if mode == "forged" else settings.IDP_OIDC_PRIVATE_KEY
        algorithm = "none" if mode == "no signature" else "RS256"
        answer["id_token"] = jwt.encode(
            claims, None if mode == "no signature" else key, algorithm, headers=header
        )
        return answer


class Quiet(WSGIRequestHandler):
    def log_message(self, *_parts):
        pass


def addresses():
    from django.urls import include, path

    return [
        path("", include("allauth.idp.urls")),
        path("accounts/", include("allauth.account.urls")),
    ]


def main():
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    set_up(folder)
    globals()["urlpatterns"] = addresses()
    fill(folder.name)
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", port, Misbehaving(get_wsgi_application(), folder), handler_class=Quiet)
    server.serve_forever()


if __name__ == "__main__":
    main()
