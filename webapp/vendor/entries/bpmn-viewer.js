export { default as NavigatedViewer } from 'bpmn-js/lib/NavigatedViewer';
export { BpmnModdle } from 'bpmn-moddle';
export { diff } from 'bpmn-js-differ';
export { default as zeebeModdle } from 'zeebe-bpmn-moddle/resources/zeebe.json';
