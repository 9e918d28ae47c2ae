"""Notices and letters that a person received."""
