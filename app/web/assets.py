"""The static files, held in memory, each with an address that changes when its content does.

Must not serve anything that is not a file of ``app/static`` of a known kind.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

STATIC = Path(__file__).resolve().parents[1] / "static"
PREFIX = "/static/"
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_CSS_URL = re.compile(rb"url\(\s*[\"']?(?!data:|#)([^\"')\s]+)[\"']?\s*\)")


@dataclass(frozen=True, slots=True)
class _File:
    address: str
    body: bytes
    packed: bytes | None
    kind: str
    etag: str


class Assets:
    """Knows every static file, answers for it, and gives its address to templates."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._folder = folder
        self._by_path: dict[str, _File] = {}
        paths = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.suffix in KINDS]
        # Style sheets come last: their own addresses depend on those of what they refer to.
        for path in sorted(paths, key=lambda p: p.suffix == ".css"):
            self._add(path)
        self._by_address = {file.address: file for file in self._by_path.values()}

    def url(self, path: str) -> str:
        """Return the address of a file, which holds a hash of its content.

        Raises:
            KeyError: if there is no such file.
        """
        return self._by_path[path].address

    def _add(self, path: Path) -> None:
        name = path.relative_to(self._folder).as_posix()
        body = path.read_bytes()
        if path.suffix == ".css":
            body = _CSS_URL.sub(lambda found: self._rewrite(path, found), body)
        digest = hashlib.sha256(body).hexdigest()[:12]
        packed = gzip.compress(body, 9, mtime=0) if path.suffix != ".woff2" else None
        self._by_path[name] = _File(
            address=f"{PREFIX}{name.removesuffix(path.suffix)}.{digest}{path.suffix}",
            body=body,
            packed=packed if packed is not None and len(packed) < len(body) else None,
            kind=KINDS[path.suffix],
            etag=f'"{digest}"',
        )

    def _rewrite(self, sheet: Path, found: re.Match[bytes]) -> bytes:
        target = (sheet.parent / found[1].decode()).resolve()
        name = target.relative_to(self._folder.resolve()).as_posix()
        return f'url("{self.url(name)}")'.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request under ``/static``: for ever under the hashed address, else checked."""
        address = scope["path"]
        file = self._by_address.get(address) or self._by_path.get(address.removeprefix(PREFIX))
        if file is None:
            raise HTTPException(404)
        if scope["method"] not in {"GET", "HEAD"}:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        asked = Headers(scope=scope)
        is_forever = address == file.address
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable" if is_forever else "no-cache",
            "ETag": file.etag,
            "Vary": "Accept-Encoding",
        }
        if asked.get("If-None-Match") == file.etag:
            await Response(status_code=304, headers=headers)(scope, receive, send)
            return
        body = file.body
        if file.packed is not None and "gzip" in asked.get("Accept-Encoding", ""):
            body, headers["Content-Encoding"] = file.packed, "gzip"
        await Response(body, media_type=file.kind, headers=headers)(scope, receive, send)
