// The words of a page: <script type="application/json" id="NAME-texts">{"key": "text"}</script>,
// made by webapp/diagrams/texts.py in the reader's language.

export function readTexts(name) {
  const block = document.getElementById(`${name}-texts`);
  if (!block) throw new Error(`The page has no element ${name}-texts with the words of ${name}.js.`);
  const texts = JSON.parse(block.textContent);
  return (key, values = {}) => fill(texts[key] ?? key, values);
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}
