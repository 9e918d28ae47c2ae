"""Let everybody of a demonstration sign in with one password."""

from engine.advance.administration import require_administrator
from engine.advance.passwords import hash_password
from engine.context import DEMO_ACCOUNT, Context, writing
from engine.model.ids import PersonId
from engine.store import accounts
from engine.store.settings import save_setting


def open_demo_accounts(context: Context, *, actor: PersonId, password: str) -> None:
    """Give every active person the same password; such accounts work on loopback only.

    They share one hash: the password is no secret between them, and a hash for each of a hundred
    people takes ten seconds.

    Raises:
        NotAllowedError: If the actor is neither `SYSTEM` nor an administrator.
        RefusedError: If the password is shorter than 12 characters or longer than 200.
    """
    hashed = hash_password(password)
    with writing(context) as work:
        require_administrator(work, actor)
        for person in work.roster.people.values():
            if not person.active:
                continue
            if not accounts.create_account(
                work.transaction, person=person.id, now=work.now, password_hash=hashed
            ):
                accounts.save_password_hash(work.transaction, person.id, hashed, work.now)
            save_setting(work.transaction, DEMO_ACCOUNT + person.id, "yes")
