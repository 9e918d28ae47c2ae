// A form works without this file. With it, an answer that changes what is asked has the questions
// drawn anew by the server (htmx); nothing is decided here.
(() => {
  "use strict";
  const FIELDS = "#form-fields";
  let sent = new Map(); // what stood in each input when the request left

  const read = (input) => (/^(checkbox|radio)$/.test(input.type) ? input.checked : input.value);
  const inputs = () =>
    [...document.querySelectorAll(`${FIELDS} :is(input, select, textarea)[id]`)].filter(
      (input) => input.type !== "file",
    );
  const isOurs = (event) => event.detail.target?.matches?.(FIELDS);

  // Files stay where they are until the form is sent.
  document.addEventListener("htmx:configRequest", (event) => {
    if (!isOurs(event)) return;
    const { formData } = event.detail;
    const texts = [...formData].filter(([, value]) => typeof value === "string");
    for (const name of new Set(formData.keys())) formData.delete(name);
    for (const [name, value] of texts) formData.append(name, value);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isOurs(event)) sent = new Map(inputs().map((input) => [input.id, read(input)]));
  });

  // What was typed while the answer of the server was on its way is put back.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isOurs(event)) return;
    const typed = inputs().filter((input) => sent.has(input.id) && sent.get(input.id) !== read(input));
    const values = new Map(typed.map((input) => [input.id, read(input)]));
    const added = event.detail.requestConfig?.elt?.hasAttribute?.("data-form-add");
    const before = new Set(inputs().map((input) => input.id));
    document.addEventListener(
      "htmx:afterSettle",
      () => {
        for (const input of inputs()) {
          if (!values.has(input.id)) continue;
          if (typeof values.get(input.id) === "boolean") input.checked = values.get(input.id);
          else input.value = values.get(input.id);
        }
        if (added) inputs().find((input) => !before.has(input.id))?.focus();
      },
      { once: true },
    );
  });

  // Without htmx the page keeps the button that draws it anew.
  const hideRedraw = () => {
    if (!window.htmx) return;
    for (const part of document.querySelectorAll("[data-form-redraw]")) part.hidden = true;
  };
  document.addEventListener("htmx:afterSwap", hideRedraw);
  hideRedraw();

  // A file that is too large is said so before it travels.
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.dataset.maxBytes) return;
    const large = [...input.files].some((file) => file.size > Number(input.dataset.maxBytes));
    input.setCustomValidity(large ? input.dataset.tooLarge : "");
    if (large) input.reportValidity();
  });

  // A page that comes back with errors begins at them.
  document.getElementById("form-errors")?.focus();
})();
