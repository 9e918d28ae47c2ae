export { default as BpmnModeler } from 'bpmn-js/lib/Modeler';
export {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  ZeebePropertiesProviderModule,
  useService,
} from 'bpmn-js-properties-panel';
export { TextFieldEntry, isTextFieldEntryEdited } from '@bpmn-io/properties-panel';
export { default as ZeebeBehaviorsModule } from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
export { ZeebeVariableResolverModule } from '@bpmn-io/variable-resolver';
export { default as TokenSimulationModule } from 'bpmn-js-token-simulation';
export { default as LintModule } from 'bpmn-js-bpmnlint';
export { default as MinimapModule } from 'diagram-js-minimap';
export { CreateAppendAnythingModule } from 'bpmn-js-create-append-anything';
export { diff } from 'bpmn-js-differ';
export { default as zeebeModdle } from 'zeebe-bpmn-moddle/resources/zeebe.json';
export { lintConfig } from './lint-config.js';
