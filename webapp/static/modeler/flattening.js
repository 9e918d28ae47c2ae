// Everything that an element says, as a flat list of names and values, so that two versions of it
// can be compared: its own attributes, what is nested in it (conditions, timers, extension
// elements) and the lane in which it lies. How it is drawn is not part of it.

// Elements of their own, or drawn things, or the other end of what a flow already says.
const APART = new Set([
  'incoming', 'outgoing', 'flowElements', 'laneSets', 'lanes', 'childLaneSet', 'artifacts', 'flowNodeRef',
  'participants', 'messageFlows', 'rootElements', 'diagrams', 'di', 'attachers', 'id', 'exporter', 'exporterVersion',
]);
const CHILDREN = ['rootElements', 'participants', 'messageFlows', 'flowElements', 'laneSets', 'lanes', 'childLaneSet', 'artifacts'];
// What tells several children of one kind apart, and says its value.
const NAMED_BY = ['name', 'target', 'key'];

// Returns a map of element id to {model, properties}; properties is a map of name to text.
export function propertiesById(definitions) {
  const models = [...walk(definitions)];
  const lanes = lanesById(models);
  return new Map(models.filter(({ id }) => id).map((model) => [model.id, { model, properties: flat(model, lanes) }]));
}

function* walk(model) {
  yield model;
  for (const name of CHILDREN) {
    const child = model[name];
    for (const one of Array.isArray(child) ? child : [child]) if (one?.$type) yield* walk(one);
  }
}

function lanesById(models) {
  const lanes = new Map();
  for (const lane of models.filter(({ $type }) => $type === 'bpmn:Lane')) {
    for (const node of lane.flowNodeRef ?? []) lanes.set(node.id, lane.name || lane.id);
  }
  return lanes;
}

function flat(model, lanes) {
  const properties = new Map();
  collect(model, '', properties);
  if (lanes.has(model.id)) properties.set('lane', lanes.get(model.id));
  return properties;
}

function collect(model, path, into) {
  for (const { name, isReference } of descriptorOf(model)) {
    const value = model[name];
    if (APART.has(name) || value === undefined || value === null || value === '') continue;
    if (isReference) into.set(join(path, name), [value].flat().map(({ id }) => id).join(' '));
    else [value].flat().forEach((one, index) => collectOne(one, join(path, shown(name)), index, into));
  }
}

function collectOne(value, path, index, into) {
  if (typeof value !== 'object') {
    into.set(index ? `${path} ${index + 1}` : path, String(value));
    return;
  }
  const label = NAMED_BY.map((name) => value[name]).find(Boolean);
  const kind = value.$type.split(':').pop().replace(/EventDefinition$|^FormalExpression$/, '');
  collect(value, join(join(path, kind && kind[0].toLowerCase() + kind.slice(1)), label), into);
}

// Generic elements of unknown extensions have no descriptor for what they hold.
function descriptorOf(model) {
  const known = model.$descriptor?.properties;
  if (known && !model.$descriptor.isGeneric) return known.map(({ ns, name, isReference }) => ({ name: ns?.localName ?? name, isReference }));
  return Object.keys(model).filter((name) => !name.startsWith('$')).map((name) => ({ name, isReference: false }));
}

// Containers say nothing that their content does not.
const shown = (name) => (['extensionElements', 'values', 'eventDefinitions', 'properties', 'body', 'value', 'documentation', 'text'].includes(name) ? '' : name);
const join = (path, name) => [path, name].filter(Boolean).join(' ');
