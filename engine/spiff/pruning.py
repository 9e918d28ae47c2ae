"""Throwing away what is finished: the history of a case is in its log, not in its state."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.spiff.case import Case, Container

__all__ = ["prune"]


def prune(case: "Case") -> None:
    """Keep only live tokens, and the first token of each process and sub-process."""
    for container in case.containers():
        _prune(container)


def _prune(container: "Container") -> None:
    tasks, root = container.tasks, container.task_tree
    live = container.live_tokens()
    if len(live) + 1 == len(tasks):
        return
    kept = {root.id: root, **{token.id: token for token in live}}
    tasks.clear()
    tasks.update(kept)
    for token in kept.values():
        token._children = []  # noqa: SLF001 - SpiffWorkflow's own links
    for token in live:
        token.place_under(kept[token.parent_in(kept, root)])
