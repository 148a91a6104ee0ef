"""Production: every secret from the environment, TLS only, no demo.

Needs RONDOM_DATABASE_URL (serving role), RONDOM_OWNER_DATABASE_URL (migrations only), the same two for the key store
(RONDOM_KEYS_DATABASE_URL and RONDOM_KEYS_OWNER_DATABASE_URL, preferably on another server), RONDOM_SECRET_KEY,
RONDOM_ACTOR_KEY (64 hexadecimal characters), RONDOM_KMS_FOLDER (for this service's own user alone, on no backup of
the database; or RONDOM_KMS=vault:URL with RONDOM_VAULT_TOKEN_FILE), RONDOM_HOSTS (comma separated) and RONDOM_SECURITY_CONTACT (where to tell of a weakness: mailto:, https:
or tel:). RONDOM_SMTP_URL and RONDOM_MAIL_FROM together let Rondom send mail without content (rondom/core/mail.py).
"""

import os
import re

from django.core.exceptions import ImproperlyConfigured

from rondom.core import mail

from .base import *
from .base import ACTOR_KEY, SECURITY_CONTACT

DEBUG = False
DEMO = False
SECRET_KEY = os.environ.get("RONDOM_SECRET_KEY", "")
ALLOWED_HOSTS = [host for host in os.environ.get("RONDOM_HOSTS", "").split(",") if host]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

for name, value, shortest in [
    ("RONDOM_SECRET_KEY", SECRET_KEY, 50),
    ("RONDOM_ACTOR_KEY", os.environ.get("RONDOM_ACTOR_KEY", ""), 64),
    ("RONDOM_HOSTS", ",".join(ALLOWED_HOSTS), 1),
    ("RONDOM_KMS_FOLDER", os.environ.get("RONDOM_KMS_FOLDER", "") or os.environ.get("RONDOM_KMS", ""), 1),
    ("RONDOM_KEYS_DATABASE_URL", os.environ.get("RONDOM_KEYS_DATABASE_URL", ""), 1),
    ("RONDOM_DATABASE_URL", os.environ.get("RONDOM_DATABASE_URL", ""), 1),
]:
    if len(value) < shortest:
        message = f"{name} must be set to at least {shortest} characters in production."
        raise ImproperlyConfigured(message)

if not re.fullmatch("[0-9a-f]{64,}", ACTOR_KEY):
    raise ImproperlyConfigured("RONDOM_ACTOR_KEY must be hexadecimal, 64 characters or more.")

if not re.fullmatch(r"(mailto:|https://|tel:)[!-~]+", SECURITY_CONTACT):
    raise ImproperlyConfigured("RONDOM_SECURITY_CONTACT must be an address: mailto:, https:// or tel:.")

MAIL = mail.configured(os.environ.get("RONDOM_SMTP_URL", ""), os.environ.get("RONDOM_MAIL_FROM", ""))
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL.tls_at_once, MAIL.starttls
EMAIL_TIMEOUT = mail.PATIENCE
MAIL_FROM = MAIL.sender

PROXIES = int(os.environ.get("RONDOM_PROXIES", "1"))
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-rondom"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
LANGUAGE_COOKIE_NAME = "__Host-language"
MESSAGE_STORAGE = "rondom.core.cookies.HostMessages"
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
