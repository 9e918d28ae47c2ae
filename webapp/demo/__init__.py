"""A demo organisation: invented people, and two years of cases made through the same commands as real ones.

A tale is the steps of one case. Those of sick leave are told in `leave`; those of the other
procedures are their scenarios, told again by other people on other days (`retold`). `playing` plays
all of them by a clock that runs from two years ago until now, so that timers fire, limits pass, and
tales that are not over leave work in the inboxes.
"""

from webapp.demo.accounts import list_accounts
from webapp.demo.playing import make_demo

__all__ = ["list_accounts", "make_demo"]
