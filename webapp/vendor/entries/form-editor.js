export { FormEditor } from '@bpmn-io/form-js-editor';
