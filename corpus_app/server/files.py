"""Static files, answered in the event loop: they are small, compressed beforehand and in the page cache."""

from whitenoise.middleware import WhiteNoiseMiddleware

from corpus_app.server.environ import add_header
from corpus_app.server.ongoing import Send

CHUNK = 64 * 1024

# What Django's middleware gives pages; files do not pass it.
SECURITY_HEADERS = [
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
]


class Files:
    """WhiteNoise's index of what collectstatic made; with DEBUG it looks into the source folders each time."""

    def __init__(self) -> None:
        self.index = WhiteNoiseMiddleware()

    async def answer(self, scope: dict, send: Send) -> bool:
        """Send the file at this address; false if there is none."""
        find = self.index.find_file if self.index.autorefresh else self.index.files.get
        if not scope["path"].startswith(self.index.static_prefix) or not (file := find(scope["path"])):
            return False
        asked: dict[str, str] = {}
        for name, value in scope["headers"]:
            add_header(asked, name.decode("latin-1"), value.decode("latin-1"))
        response = file.get_response(scope["method"], asked)
        headers = [(name.lower().encode(), value.encode()) for name, value in response.headers]
        start = {"status": int(response.status), "headers": headers + SECURITY_HEADERS}
        await send({"type": "http.response.start", **start})
        if response.file:
            with response.file as content:
                while chunk := content.read(CHUNK):
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body"})
        return True
