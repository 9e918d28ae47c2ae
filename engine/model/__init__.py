"""Frozen records that every layer shares. Nothing here reads or writes."""
