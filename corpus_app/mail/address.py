"""From EMAIL_URL to Django's settings for mail."""

from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SMTP = "django.core.mail.backends.smtp.EmailBackend"
CONSOLE = "django.core.mail.backends.console.EmailBackend"
PORTS = {"smtp": 587, "smtps": 465}
SECONDS = 20  # for a mail server that does not answer


def mail_from(url: str) -> dict[str, object]:
    """Django's EMAIL_ settings; without a url an empty one. Raises ImproperlyConfigured for what cannot be meant."""
    if not url:
        return {}
    if url == "console:":
        return {"EMAIL_BACKEND": CONSOLE}
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise ImproperlyConfigured(unknown(url)) from error
    options = parse_qs(parts.query, keep_blank_values=True)
    plain = options.pop("tls", None) == ["off"]
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or options:
        raise ImproperlyConfigured(unknown(url))
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not plain,
        "EMAIL_TIMEOUT": SECONDS,
    }


def unknown(url: str) -> str:
    """The sentence for an address we cannot use; it may hold a password, so only its kind is shown."""
    return (
        f"EMAIL_URL begins with {url.partition(':')[0]!r} or is not complete. Use smtp://user:password@host:587, "
        "smtps://user:password@host:465, or smtp://host:25?tls=off for a server on the same machine."
    )
