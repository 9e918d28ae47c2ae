"""The programming interface, version 1: JSON over HTTP, described by an OpenAPI document.

A program signs in once and sends the token it gets as ``Authorization: Bearer``. Errors are problem
documents (RFC 9457). The schemas below are the one description: they check what comes in, write
what goes out, and make the OpenAPI document.
"""
