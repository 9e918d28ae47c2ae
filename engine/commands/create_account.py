"""Let a person sign in with a password."""

from engine.advance.administration import require_administrator
from engine.advance.passwords import hash_password
from engine.context import DEMO_ACCOUNT, Context, writing
from engine.model.ids import PersonId
from engine.model.roster import get_person
from engine.store import accounts
from engine.store.settings import remove_setting


def create_account(context: Context, *, actor: PersonId, person: PersonId, password: str) -> None:
    """Create or replace the password of a person.

    Raises:
        NotFoundError: If there is no such person.
        NotAllowedError: If the actor is neither `SYSTEM` nor an administrator.
        RefusedError: If the password is shorter than 12 characters or longer than 200.
    """
    hashed = hash_password(password)
    with writing(context) as work:
        require_administrator(work, actor)
        get_person(work.roster, person)
        made = accounts.create_account(
            work.transaction, person=person, now=work.now, password_hash=hashed
        )
        if not made:
            accounts.save_password_hash(work.transaction, person, hashed, work.now)
        remove_setting(work.transaction, DEMO_ACCOUNT + person)
