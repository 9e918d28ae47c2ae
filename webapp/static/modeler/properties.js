// The group of the properties panel that is ours: what an element carries out, who may not do it.
// Both are kept as zeebe:property, so that any editor for Camunda 8 shows them too.
import { TextFieldEntry, isTextFieldEntryEdited, useService } from '../vendor/bpmn-modeler.js';

const AFTER_THE_OTHERS = 400;
const NODES = ['bpmn:Activity', 'bpmn:Event', 'bpmn:Gateway'];

const propertiesOf = (element) => (
  element.businessObject.get('extensionElements')?.get('values').find(({ $type }) => $type === 'zeebe:Properties')
);

function valueOf(element, name) {
  return propertiesOf(element)?.get('properties').find((property) => property.name === name)?.value ?? '';
}

function withValue(element, name, value, moddle) {
  const kept = (propertiesOf(element)?.get('properties') ?? []).filter((property) => property.name !== name);
  const properties = [...kept];
  if (value?.trim()) properties.push(moddle.create('zeebe:Property', { name, value: value.trim() }));
  const group = moddle.create('zeebe:Properties', { properties });
  properties.forEach((property) => { property.$parent = group; });
  return properties.length ? group : null;
}

function setValue(element, name, value, moddle, modeling) {
  const businessObject = element.businessObject;
  const group = withValue(element, name, value, moddle);
  const old = businessObject.get('extensionElements');
  const others = (old?.get('values') ?? []).filter(({ $type }) => $type !== 'zeebe:Properties');
  const values = group ? [...others, group] : others;
  const extensionElements = old ?? moddle.create('bpmn:ExtensionElements', { values: [] });
  values.forEach((child) => { child.$parent = extensionElements; });
  extensionElements.$parent = businessObject;
  if (old) modeling.updateModdleProperties(element, old, { values });
  else {
    extensionElements.values = values;
    modeling.updateProperties(element, { extensionElements });
  }
}

function field(name, label, description) {
  return function ProcedureField({ element, id }) {
    const modeling = useService('modeling');
    const moddle = useService('moddle');
    const debounce = useService('debounceInput');
    return TextFieldEntry({
      element,
      id,
      label,
      description,
      debounce,
      getValue: () => valueOf(element, name),
      setValue: (value) => setValue(element, name, value, moddle, modeling),
    });
  };
}

class ProcedureProperties {
  static $inject = ['propertiesPanel', 'texts'];

  constructor(propertiesPanel, texts) {
    this._entries = [
      ['policy', field('policy', texts('policy'), texts('policy_help'))],
      ['fourEyes', field('fourEyes', texts('four_eyes'), texts('four_eyes_help'))],
    ];
    this._label = texts('procedure_group');
    propertiesPanel.registerProvider(AFTER_THE_OTHERS, this);
  }

  getGroups(element) {
    return (groups) => {
      if (!NODES.some((type) => element.businessObject?.$instanceOf?.(type))) return groups;
      const entries = this._entries
        .filter(([name]) => name !== 'fourEyes' || element.businessObject.$instanceOf('bpmn:UserTask'))
        .map(([name, component]) => ({
          id: `procedure-${name}`, element, component, isEdited: isTextFieldEntryEdited,
        }));
      const [general, ...rest] = groups;
      return [general, { id: 'procedure', label: this._label, entries }, ...rest].filter(Boolean);
    };
  }
}

export const ProcedurePropertiesModule = {
  __init__: ['procedureProperties'],
  procedureProperties: ['type', ProcedureProperties],
};
