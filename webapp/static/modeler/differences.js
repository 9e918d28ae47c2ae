// What changed between two diagrams. No page in here.
import { BpmnModdle, diff, zeebeModdle } from '../vendor/bpmn-viewer.js';
import { propertiesById } from './flattening.js';

async function parsed(xml) {
  const { rootElement } = await new BpmnModdle({ zeebe: zeebeModdle }).fromXML(xml);
  return rootElement;
}

const item = (model, details = []) => ({ id: model.id, name: nameOf(model), details });

function nameOf(model) {
  const { name, text, sourceRef, targetRef, id } = model;
  if (name || text) return name || text;
  return sourceRef?.id && targetRef?.id ? `${nameOf(sourceRef)} → ${nameOf(targetRef)}` : id;
}

// Returns {added, removed, changed, moved}, each a list of {id, name, details}; a detail is
// {what, before, after}. What was moved only, and not changed, is in `moved`.
export async function differences(oldXml, newXml) {
  const [before, after] = await Promise.all([parsed(oldXml), parsed(newXml)]);
  const found = diff(before, after);
  const changed = changedElements(propertiesById(before), propertiesById(after));
  const known = new Set([...changed.map(({ id }) => id), ...Object.keys(found._added)]);
  return {
    added: Object.values(found._added).map((model) => item(model)),
    removed: Object.values(found._removed).map((model) => item(model)),
    changed,
    moved: Object.values(found._layoutChanged).filter(({ id }) => !known.has(id)).map((model) => item(model)),
  };
}

function changedElements(before, after) {
  const changed = [];
  for (const [id, { model, properties }] of after) {
    if (!before.has(id)) continue;
    const details = changedProperties(before.get(id).properties, properties);
    if (details.length) changed.push(item(model, details));
  }
  return changed;
}

function changedProperties(before, after) {
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return names.filter((name) => before.get(name) !== after.get(name)).map((what) => ({
    what, before: before.get(what) ?? '', after: after.get(what) ?? '',
  }));
}
