"""Files of the browser client, read once, served from memory. No path of a request ever reaches the disk."""

import gzip
import mimetypes
from collections.abc import Collection, Mapping
from pathlib import Path

from aiohttp import web

WEB = Path(__file__).parent / "web"

POLICY = "Content-Security-Policy"

# No inline scripts, nothing from other hosts, never inside another page.
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self'; img-src 'self' data:; object-src 'none';"
        " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
YEAR = "public, max-age=31536000, immutable"


def _connect(origins: Collection[str]) -> str:
    """Returns the origins of our sockets: older browsers do not count a socket to the page's own host as `'self'`."""
    return " ".join(["connect-src 'self'", *sorted(origin.replace("http", "ws", 1) for origin in origins)])


class Files:
    """Serves the files. Those with a hash in their name are cached for ever, the others are asked for each time."""

    def __init__(self, folder: Path = WEB, origins: Collection[str] = ()) -> None:
        """Reads the files. `origins`: addresses of the pages, and the only ones they may open a socket to."""
        security = {**SECURITY, POLICY: SECURITY[POLICY].replace("connect-src 'self'", _connect(origins))}
        self._files = {
            f"/{file.relative_to(folder).as_posix()}": _File(file, folder, security)
            for file in (sorted(folder.rglob("*")) if folder.is_dir() else ())
            if file.is_file()
        }

    @property
    def built(self) -> bool:
        return "/index.html" in self._files

    def handle(self, request: web.Request) -> web.Response:
        """Returns a file by its exact name; for any page of the client, asked for as HTML, its one HTML file."""
        file = self._files.get(request.path)
        if file is None and (request.path == "/" or "text/html" in request.headers.get("Accept", "")):
            file = self._files.get("/index.html")
        if file is None:
            raise web.HTTPNotFound
        return file.response(request)


class _File:
    def __init__(self, file: Path, folder: Path, security: Mapping[str, str]) -> None:
        self._plain = file.read_bytes()
        packed = gzip.compress(self._plain, 9, mtime=0)
        self._packed = packed if len(packed) < 0.9 * len(self._plain) else None
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        if file.suffix == ".webmanifest":
            kind = "application/manifest+json"
        self._headers = {
            "Content-Type": f"{kind}; charset=utf-8" if kind.startswith("text/") or "javascript" in kind else kind,
            "Cache-Control": YEAR if file.parent == folder / "assets" else "no-cache",
            "Vary": "Accept-Encoding",
            **security,
        }

    def response(self, request: web.Request) -> web.Response:
        if self._packed is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=self._packed, headers={**self._headers, "Content-Encoding": "gzip"})
        return web.Response(body=self._plain, headers=self._headers)
