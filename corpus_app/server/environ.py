"""From a connection's scope (ASGI) to the environment Django's synchronous handler reads (PEP 3333)."""

import sys
from typing import BinaryIO
from urllib.parse import unquote_to_bytes


def environ_from(scope: dict, body: BinaryIO, length: int, trust_proxy: bool) -> dict:
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope.get("client") else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if is_trusted(name, trust_proxy):
            add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    if trust_proxy and environ.get("HTTP_X_FORWARDED_FOR"):
        # The last one is whom our proxy has seen; those before it are what the visitor said, or a proxy of theirs.
        environ["REMOTE_ADDR"] = environ["HTTP_X_FORWARDED_FOR"].rpartition(",")[2].strip()
    # What arrived, not what was announced: a chunked body announces nothing.
    environ["CONTENT_LENGTH"] = str(length)
    return environ


def is_trusted(name: bytes, trust_proxy: bool) -> bool:
    """Not a name with "_", which would read as the same one with "-", nor one that only a proxy may set."""
    return b"_" not in name and name != b"proxy" and (trust_proxy or not name.startswith(b"x-forwarded-"))


def add_header(environ: dict, name: str, value: str) -> None:
    key = name.upper().replace("-", "_")
    if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        key = f"HTTP_{key}"
    if key in environ:
        value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value
