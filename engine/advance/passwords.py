"""Passwords of local accounts: argon2id, and nothing kept but the hash."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from engine.errors import RefusedError

MIN_LENGTH = 12
MAX_LENGTH = 200

_HASHER = PasswordHasher()
#: Checked when there is no account, so that the answer takes as long.
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return the hash to store.

    Raises:
        RefusedError: If the password is too short or too long.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        message = f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters. Choose another."
        raise RefusedError(message)
    return _HASHER.hash(password)


def is_password(password: str, hashed: str) -> bool:
    """Tell whether a password has a hash; takes its time when there is none."""
    try:
        _HASHER.verify(hashed or _NOBODY, password[: MAX_LENGTH + 1])
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False
    return bool(hashed)


def is_weak(hashed: str) -> bool:
    """Tell whether a hash was made with weaker settings than those of today."""
    return _HASHER.check_needs_rehash(hashed)
