// Every flow node lists its flows (bpmn:incoming, bpmn:outgoing). Files written by hand may leave
// that out, since each flow names its ends; the drawing rules and the simulation count on it.

const lacks = (node, name, flow) => node && !node.get(name).includes(flow);

class CompleteFlows {
  static $inject = ['eventBus'];

  constructor(eventBus) {
    eventBus.on('import.render.start', ({ definitions }) => definitions.get('rootElements').forEach(complete));
  }
}

function complete(scope) {
  if (!scope.$instanceOf('bpmn:FlowElementsContainer')) return;
  for (const element of scope.get('flowElements')) {
    if (element.$instanceOf('bpmn:SequenceFlow')) {
      if (lacks(element.sourceRef, 'outgoing', element)) element.sourceRef.get('outgoing').push(element);
      if (lacks(element.targetRef, 'incoming', element)) element.targetRef.get('incoming').push(element);
    }
    complete(element);
  }
}

export const CompleteFlowsModule = { __init__: ['completeFlows'], completeFlows: ['type', CompleteFlows] };
