"""The procedures that one may start, and the page on which a case begins."""
