"""The procedures: one folder each, data and pure arithmetic, found by name and never imported."""
