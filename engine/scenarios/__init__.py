"""Scenarios: what a procedure must do, told as data that a process owner can read.

A scenario is a TOML file in a procedure's ``scenarios`` folder: people do things at given times,
and the end is as expected. It runs through the same commands as the web pages, on a database of
its own, with the clock in hand; nothing is simulated.

    title = "Illness is approved at once"
    clauses = ["P9-S3.1"]

    [[step]]
    at = 2025-03-10T09:00:00          # in the time zone of the actor's office
    actor = "amina"
    start = "usl"
    answers = { reason = "ILLNESS", absenceFirstDay = 2025-03-10, ... }

    [[step]]
    actor = "amina"
    task = "request_leave"
    answers = { ... }

    [expect]
    status = "completed"
    end = "approved_automatically"

An expectation, of a step or of the end, may ask for the documents so far, all of them in order::

    documents = [
      { template = "receipt", number = "KEN0001", contains = ["1,200.00", "Ann"], lacks = "draft" },
    ]

A step with ``stock = { ... }`` moves goods in the stock of the actor's office (`goods.py`).

A case that a message, a timer or another case begins is picked up by a step with
``begun = "procedure"``; procedures that no step names are put into force by
``procedures = ["..."]`` at the top.

A step with ``leaves = { "tpa/reply.csv" = "…" }`` is another system that leaves a file to be picked up;
``dropped = { "tpa/data.csv" = "a part of it" }`` expects the files that were left for others.

``mails = [{ to = "…", subject = "…", files = ["a.pdf"], contains = "…", lacks = "…" }]`` expects the
mails of ``docket:mail`` so far, all of them in order. After a step with ``mail_fails = "421 not now"``
the mail server takes none, until a step says ``mail_fails = ""``; a reply in the 500s is final.

`read.py` turns files into records, `stages.py` sets up what they need, `run.py` plays one, `judge.py` compares, `coverage.py` says
what all of them together have reached.
"""
