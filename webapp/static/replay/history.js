// What the events say: where the tokens are after each of them. No page in here.

const LEAVES = new Set(['completed', 'canceled']);

// The state after the first `count` events, worked out from the beginning, so that stepping back
// is exact.
export function stateAfter(events, count) {
  const state = { tokens: new Map(), done: new Set(), flows: new Map(), problems: new Set() };
  for (let index = 0; index < count; index += 1) apply(state, events[index]);
  return state;
}

function apply(state, { kind, element, flow, instance = '' }) {
  if (kind === 'flow') {
    const id = flow ?? element;
    state.flows.set(id, (state.flows.get(id) ?? 0) + 1);
  } else if (kind === 'entered') {
    tokensAt(state, element).push(instance);
  } else if (LEAVES.has(kind)) {
    leave(state, element, instance);
    if (kind === 'completed') state.done.add(element);
    state.problems.delete(element);
  } else if (kind === 'incident') {
    state.problems.add(element);
  } else if (kind === 'resolved') {
    state.problems.delete(element);
  }
}

function tokensAt(state, element) {
  if (!state.tokens.has(element)) state.tokens.set(element, []);
  return state.tokens.get(element);
}

function leave(state, element, instance) {
  const tokens = tokensAt(state, element);
  const place = tokens.indexOf(instance);
  if (tokens.length) tokens.splice(place < 0 ? 0 : place, 1);
  if (!tokens.length) state.tokens.delete(element);
}
