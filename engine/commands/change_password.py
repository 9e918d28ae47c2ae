"""Change one's own password."""

from engine.advance.passwords import hash_password, is_password
from engine.context import DEMO_ACCOUNT, Context, writing
from engine.errors import NotAllowedError
from engine.model.ids import PersonId
from engine.store import accounts
from engine.store.settings import remove_setting


def change_password(context: Context, *, actor: PersonId, old: str, new: str) -> None:
    """Change one's own password; every other session of the person ends.

    Raises:
        NotAllowedError: If the old password is wrong.
        RefusedError: If the new one is shorter than 12 characters or longer than 200.
    """
    hashed = hash_password(new)
    with writing(context) as work:
        account = accounts.find_account(work.transaction, actor)
        if account is None or not is_password(old, account.password_hash or ""):
            message = "The old password is not right. Try again."
            raise NotAllowedError(message)
        accounts.save_password_hash(work.transaction, actor, hashed, work.now)
        remove_setting(work.transaction, DEMO_ACCOUNT + actor)
