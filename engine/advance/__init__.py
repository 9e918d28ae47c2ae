"""Moves a case on: one input goes in, and everything that follows is written in the same transaction.

`begin_case` and `advance` are what commands call. Around them: the model of a definition (`model`),
what expressions may ask (`functions`, `world`), the services of the house (`house`), who may take a
task (`candidates`), and the tables that follow the transitions (`sync`). Nothing here opens or ends
a transaction, and nothing here decides who may act: commands do.
"""
