// A BPMN diagram to look at: pan, zoom, marks. The colours are those of diagram.css.
import { NavigatedViewer } from '../vendor/bpmn-viewer.js';
import { fit } from './view.js';

export const DIAGRAM_COLOURS = {
  defaultFillColor: 'var(--dg-paper)',
  defaultStrokeColor: 'var(--dg-ink)',
  defaultLabelColor: 'var(--dg-ink)',
};

export async function openViewer(container, xml) {
  const viewer = new NavigatedViewer({
    container,
    bpmnRenderer: DIAGRAM_COLOURS,
    textRenderer: { defaultStyle: { fontFamily: 'system-ui, sans-serif' } },
    zoomScroll: { enabled: false },
  });
  await viewer.importXML(xml);
  fit(viewer);
  zoomOnlyWhenEntered(viewer, container);
  return viewer;
}

// The wheel scrolls the page until the reader clicks into the diagram or reaches it by keyboard.
function zoomOnlyWhenEntered(viewer, container) {
  const zoom = viewer.get('zoomScroll');
  container.addEventListener('pointerdown', () => zoom.toggle(true));
  container.addEventListener('focusin', () => zoom.toggle(true));
  container.addEventListener('focusout', () => zoom.toggle(false));
  container.addEventListener('pointerleave', () => {
    if (!container.contains(document.activeElement)) zoom.toggle(false);
  });
}
