"""Files that go along with messages."""

from channels.files.model import Address, NewFile, Upload
from channels.talk.model import (
    Nothing,
)
from handlers.rest.files import UPLOAD_TYPE, FileHandlers
from handlers.routing import Access, Route


def files(files: FileHandlers) -> list[Route]:
    one, access, any_type = "/api/files/{file}", Access.FILE, "application/octet-stream"
    return [
        Route(
            "POST",
            "/api/chats/{chat}/files",
            files.announce_file,
            "Begin to bring a file",
            Access.CHAT,
            Upload,
            NewFile,
            status=201,
        ),
        Route("PATCH", one, files.upload_file, "Bring the next bytes of it", access, Upload, raw=UPLOAD_TYPE),
        Route("HEAD", one, files.upload_progress, "How far it is", access),
        Route("DELETE", one, files.drop_file, "Give up a file that is not sent", access, Nothing),
        Route("GET", one, files.read_file, "A file, or a range of it", access, gives=any_type),
        Route("GET", f"{one}/preview", files.read_preview, "A small picture of it", access, gives="image/webp"),
        Route("POST", f"{one}/address", files.file_address, "An address for a minute", access, Address, status=201),
    ]
