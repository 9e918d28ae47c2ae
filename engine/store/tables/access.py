"""Who may sign in, and who is signed in."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, Named, Table, TypedColumns

from engine.store.tables.schema import metadata
from engine.store.types import Moment


class _Account(TypedColumns):
    person: Named[str] = Column(ForeignKey("person.id"), primary_key=True)
    #: As the password library writes it; null when the person signs in elsewhere.
    password_hash: Named[str | None]
    #: Name of the person at the sign-in provider; null for local accounts.
    external_subject: Named[str | None] = Column(unique=True)
    created_at: Named[datetime] = Column(Moment, nullable=False)
    password_changed_at: Named[datetime] = Column(Moment, nullable=False)
    disabled_at: Named[datetime | None] = Column(Moment)


class _Session(TypedColumns):
    #: SHA-256 of the token, hex; the token itself is only in the browser.
    token_hash: Named[str] = Column(primary_key=True)
    person: Named[str] = Column(ForeignKey("account.person"), index=True)
    created_at: Named[datetime] = Column(Moment, nullable=False)
    seen_at: Named[datetime] = Column(Moment, nullable=False)
    #: When it ends, used or not.
    ends_at: Named[datetime] = Column(Moment, nullable=False, index=True)
    address: Named[str]
    browser: Named[str]


class _SignInAttempt(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True, autoincrement=True)
    #: What was typed as the account, lower case; need not exist.
    account: Named[str]
    address: Named[str]
    at: Named[datetime] = Column(Moment, nullable=False, index=True)
    succeeded: Named[bool]


account = Table("account", metadata, _Account)
session = Table("session", metadata, _Session)
sign_in_attempt = Table("sign_in_attempt", metadata, _SignInAttempt)

Index("ix_sign_in_attempt_account_at", sign_in_attempt.c.account, sign_in_attempt.c.at)
Index("ix_sign_in_attempt_address_at", sign_in_attempt.c.address, sign_in_attempt.c.at)
