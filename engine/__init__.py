"""Runs processes: BPMN on SpiffWorkflow, FEEL, DMN, persistence and history. No web, no HTML.

How a case is kept, and why so:

* **Inputs and transitions.** Whatever is done to a case is an *input* (`engine.model.events`): it
  carries who, what was submitted, and what the case was told when it asked the world outside. What
  the definition makes of it are *transitions*. The inputs are the commands that `engine.spiff`
  executes and the events that the log keeps, so replay needs no second language: the recorded
  inputs, at their recorded times, must yield the recorded transitions.
* **Variables live in scopes, tokens carry nothing.** Branches cannot overwrite each other, nothing
  is copied, and the state is the variables once plus a small tree of tokens. Finished history is
  pruned from it after each step; it is in the log.
* **One row a case** holds the state; tasks, jobs, subscriptions and incidents are ordinary indexed
  rows, written in the same transaction: the next task is in the inbox when the submission returns.
* **A command is one function, one file, one transaction**; `engine.advance` is the one place where
  an input becomes rows. Commands never call each other, queries never write.
* **The world is asked, not remembered.** Functions about people, calendars and records are marked
  as observed; their answers stand in the input that asked. The clock is asked in `engine.clock`.
* **Forms are handed in.** The engine knows only `engine.model.forms.Forms`, and does not open
  without one: what nobody checked is not accepted.

The layers, top to bottom, are held by import-linter; `README.md` lists them.
"""
