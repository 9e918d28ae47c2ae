// Makes an element: attributes by name, listeners as functions, children as nodes or texts.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function button(text, onClick, attributes = {}) {
  return make('button', { type: 'button', class: 'btn btn-sm btn-quiet', click: onClick, ...attributes }, text);
}

export const idsIn = (list) => (list ?? '').split(/[\s,]+/).filter(Boolean);
