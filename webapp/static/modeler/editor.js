// The diagram editor: bpmn-js with everything that a procedure's diagram needs.
import {
  BpmnModeler,
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  CreateAppendAnythingModule,
  LintModule,
  MinimapModule,
  TokenSimulationModule,
  ZeebeBehaviorsModule,
  ZeebePropertiesProviderModule,
  ZeebeVariableResolverModule,
  lintConfig,
  zeebeModdle,
} from '../vendor/bpmn-modeler.js';
import { fill } from '../shared/texts.js';
import { CompleteFlowsModule } from './flows.js';
import { ProcedurePropertiesModule } from './properties.js';

const COLOURS = {
  defaultFillColor: 'var(--dg-paper)',
  defaultStrokeColor: 'var(--dg-ink)',
  defaultLabelColor: 'var(--dg-ink)',
};

export function makeEditor({ canvas, panel, text, vocabulary }) {
  return new BpmnModeler({
    container: canvas,
    propertiesPanel: { parent: panel, feelPopupContainer: document.body },
    linting: { active: true, bpmnlint: lintConfig },
    minimap: { open: false },
    bpmnRenderer: COLOURS,
    exporter: { name: 'Docket', version: '1' },
    moddleExtensions: { zeebe: zeebeModdle },
    additionalModules: [
      BpmnPropertiesPanelModule,
      BpmnPropertiesProviderModule,
      ZeebePropertiesProviderModule,
      ZeebeBehaviorsModule,
      ZeebeVariableResolverModule,
      CreateAppendAnythingModule,
      TokenSimulationModule,
      LintModule,
      MinimapModule,
      ProcedurePropertiesModule,
      CompleteFlowsModule,
      {
        texts: ['value', text],
        translate: ['value', (template, values = {}) => fill(vocabulary[template] ?? template, values)],
      },
    ],
  });
}

// A diagram to read: everything can be selected and looked at, nothing changed.
export function forbidChanges(editor, panel) {
  const nothing = () => {};
  editor.get('commandStack').execute = nothing;
  editor.get('dragging').init = nothing;
  editor.get('directEditing').activate = nothing;
  editor.get('contextPad').open = nothing;
  editor.get('popupMenu').open = nothing;
  const lock = () => {
    panel.querySelectorAll('input, textarea, select').forEach((field) => { field.disabled = true; });
    panel.querySelectorAll('[contenteditable="true"]').forEach((field) => {
      field.setAttribute('contenteditable', 'false');
    });
  };
  new MutationObserver(lock).observe(panel, { childList: true, subtree: true });
}
