"""A demo organisation: invented people, and two years of cases made through the same commands as real ones.

A `Tale` is one case: who does what on which day. The tales of a procedure stand in a module of
their own; `playing` plays all of them by a clock that runs from two years ago until now, so that
timers fire, limits pass and the last tales leave work in the inboxes.
"""

from webapp.demo.accounts import list_accounts, set_passwords
from webapp.demo.playing import make_demo

__all__ = ["list_accounts", "make_demo", "set_passwords"]
