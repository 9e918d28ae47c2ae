"""What readers ask: plain functions ``(context, *, person or viewer, ...)`` returning frozen records.

A query changes nothing and shows nobody more than they may see. What is confidential is read by
the command ``read_confidential``, because the reading itself is recorded.
"""
