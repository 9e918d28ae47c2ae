"""Measures what runs often, beside a yardstick in the same run: ``make bench``."""
