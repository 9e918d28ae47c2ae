"""The documents of a case as a reader sees them."""

import re
from html import unescape

from engine.scenarios.story import Paper
from engine.store import documents
from engine.store.attachments import open_attachment
from engine.store.database import Transaction
from engine.store.keyring import Keyring

_HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)
#: What stands in the text beside other things, without a space between.
_INLINE = re.compile(r"</?(?:bdi|strong|em|code)>")
_TAG = re.compile(r"<[^>]*>")


def list_papers(transaction: Transaction, keyring: Keyring, case: str) -> tuple[Paper, ...]:
    """List the documents that a case produced, opened, oldest first."""
    return tuple(
        Paper(
            template=row.template,
            type=row.type,
            number=row.number,
            name=row.name,
            title=row.title,
            confidential=bool(row.confidential),
            void=row.voided_at is not None,
            text=_text(
                row.media_type, open_attachment(transaction, keyring, row.id).content.decode()
            ),
        )
        for row in documents.list_of_case(transaction, case)
    )


def _text(media_type: str, content: str) -> str:
    if media_type == "text/html":
        content = unescape(_TAG.sub(" ", _INLINE.sub("", _HEAD.sub("", content))))
    return " ".join(content.split())
