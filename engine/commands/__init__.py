"""What people and workers do: one use-case a file, one transaction each, never calling one another.

Every command is a function ``(context, *, actor, ...)`` of the same name as its file. Where a
person submits, ``key`` makes it idempotent: the same actor, command and key gives the first answer
again. A refusal that concerns a case is logged in a transaction of its own. An error of the
database or a lost race changes nothing.
"""
