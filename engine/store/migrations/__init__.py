"""Steps from one schema to the next, numbered in order; a released step is never edited."""
