"""What may be uploaded: a few kinds of file, which must be what their name says."""

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

import puremagic
from flask_babel import gettext

from engine.errors import Problem
from forms import Upload

#: Ending, media type, and the endings under which its content may be recognised.
_KINDS: dict[str, tuple[str, frozenset[str]]] = {
    ".pdf": ("application/pdf", frozenset({".pdf"})),
    ".png": ("image/png", frozenset({".png"})),
    ".jpg": ("image/jpeg", frozenset({".jpg", ".jpeg", ".jfif"})),
    ".jpeg": ("image/jpeg", frozenset({".jpg", ".jpeg", ".jfif"})),
    ".gif": ("image/gif", frozenset({".gif"})),
    ".webp": ("image/webp", frozenset({".webp"})),
    ".tif": ("image/tiff", frozenset({".tif", ".tiff"})),
    ".tiff": ("image/tiff", frozenset({".tif", ".tiff"})),
    ".heic": ("image/heic", frozenset({".heic", ".heif"})),
    ".txt": ("text/plain", frozenset()),
    ".csv": ("text/csv", frozenset()),
    ".docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        frozenset({".docx", ".zip"}),
    ),
    ".xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        frozenset({".xlsx", ".zip"}),
    ),
    ".odt": ("application/vnd.oasis.opendocument.text", frozenset({".odt", ".zip"})),
}
#: A packed file may grow this many times when it is unpacked, and to this many bytes.
_MAX_RATIO = 100
_MAX_UNPACKED = 200 * 1024 * 1024


def read_upload(upload: Upload, problems: list[Problem]) -> tuple[str, str, bytes]:
    """Return name, media type and content of a file; no content when it may not be stored.

    What is wrong with it is added to ``problems``.
    """
    name = PurePosixPath((upload.file.filename or "").replace("\\", "/")).name
    ending = PurePosixPath(name).suffix.lower()
    data = upload.file.stream.read()
    refusal = _find_refusal(name, ending, data)
    if refusal:
        problems.append(Problem(message=refusal, element=upload.name, rule="upload"))
        return name, "", b""
    return name, _KINDS[ending][0], data


def _find_refusal(name: str, ending: str, data: bytes) -> str:
    if ending not in _KINDS:
        kinds = ", ".join(sorted(_KINDS))
        return str(
            gettext("“%(name)s” cannot be taken. Send one of: %(kinds)s.", name=name, kinds=kinds)
        )
    if not _is_what_it_says(ending, data):
        return str(gettext("“%(name)s” is not a real %(kind)s file.", name=name, kind=ending))
    if ".zip" in _KINDS[ending][1] and not _unpacks_well(data):
        return str(gettext("“%(name)s” is packed too tightly to be safe.", name=name))
    return ""


def _is_what_it_says(ending: str, data: bytes) -> bool:
    expected = _KINDS[ending][1]
    if not expected:
        return b"\0" not in data
    try:
        found = {match.extension for match in puremagic.magic_string(data)}
    except puremagic.PureError:
        return False
    return bool(found & expected)


def _unpacks_well(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
    except zipfile.BadZipFile:
        return False
    return unpacked <= min(_MAX_UNPACKED, _MAX_RATIO * max(1, len(data)))
