"""Functions on contexts."""

from engine.feel.library.define import builtin
from engine.feel.limits import Meter
from engine.feel.values import Refusal, Value

_Context = dict[str, Value]


@builtin("get value", "m: context, key: string")
def get_value(m: _Context, key: str) -> Value:
    """The value of a key; null if there is none."""
    return m.get(key)


@builtin("get value", "context: context, keys: list<string>")
def get_value_at(m: _Context, keys: list[str]) -> Value:
    """The value at the end of a path of keys; null if there is none."""
    found: Value = m if keys else None
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found


@builtin("get entries", "m: context", "list")
def get_entries(m: _Context) -> Value:
    """The entries of a context, each as ``{key, value}``."""
    return [{"key": key, "value": value} for key, value in m.items()]


@builtin("context", "entries: list", "context")
def context(entries: list[Value]) -> Value:
    """A context of entries, each ``{key, value}``.

    Raises:
        Refusal: If an entry has no key or no value, or a key is given twice.
    """
    made: _Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("key"), str):
            raise Refusal("An entry needs a key that is a text.", 'Write {key: "a", value: 1}.')
        if "value" not in entry:
            raise Refusal(f"The entry “{entry['key']}” has no value.")
        key = str(entry["key"])
        if key in made:
            raise Refusal(f"The key “{key}” is given twice.")
        made[key] = entry["value"]
    return made


@builtin("context put", "context: context, keys: list<string>, value: Any?", "context")
def context_put_at(m: _Context, keys: list[str], value: Value) -> Value:
    """A context with a value at the end of a path of keys.

    Raises:
        Refusal: If the path is empty or leads through something that is no context.
    """
    if not keys:
        raise Refusal("The path of keys is empty.")
    if any(not isinstance(key, str) for key in keys):
        raise Refusal("A key has to be a text.")
    key, rest = keys[0], keys[1:]
    if not rest:
        return {**m, key: value}
    inner = m.get(key)
    if inner is not None and not isinstance(inner, dict):
        raise Refusal(f"“{key}” is not a context.")
    return {**m, key: context_put_at(inner or {}, rest, value)}


@builtin("context put", "context: context, key: string, value: Any?", "context")
def context_put(m: _Context, key: str, value: Value) -> Value:
    """A context with one more entry, or a changed one."""
    return {**m, key: value}


@builtin("context merge", "contexts: list", "context", gather="list")
def context_merge(run: Meter, contexts: list[Value]) -> Value:
    """Several contexts in one; the later ones win.

    Raises:
        Refusal: If an item is no context.
    """
    merged: _Context = {}
    for one in contexts:
        if not isinstance(one, dict):
            raise Refusal("Every item of the list has to be a context.")
        run.spend(len(one))
        merged.update(one)
    return merged
