"""The files of a procedure as one value, and the checksum that names them."""

from collections.abc import Mapping
from hashlib import sha256

import msgpack  # type: ignore[import-untyped]  # has no stubs
import zstandard

from engine.errors import IntegrityError

#: Largest procedure read, in bytes: a bound for a damaged or hostile value.
_MAX_BYTES = 64 * 1024 * 1024


def checksum_of(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over the names and contents of files, hex.

    Equal for equal files, whatever order they come in. Names and contents enter with their
    lengths, so that no two sets of files look alike.
    """
    digest = sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def pack(files: Mapping[str, bytes]) -> bytes:
    """Put files into one compressed value."""
    content: bytes = msgpack.packb({name: files[name] for name in sorted(files)})
    return zstandard.ZstdCompressor().compress(content)


def unpack(value: bytes) -> dict[str, bytes]:
    """Take the files out again.

    Raises:
        IntegrityError: If the value is damaged.
    """
    try:
        content = zstandard.ZstdDecompressor().decompress(value, max_output_size=_MAX_BYTES)
        files: dict[str, bytes] = msgpack.unpackb(content)
    except (zstandard.ZstdError, ValueError, msgpack.UnpackException) as error:
        message = "The stored files of a procedure are damaged. Restore the last backup."
        raise IntegrityError(message) from error
    return files
