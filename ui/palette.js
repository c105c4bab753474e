// Inserts a symbol at the caret of the function input, as if it had been typed.
export default function ({ data, parentElement }) {
  const bar = parentElement.querySelector("[role=toolbar]");
  const input = () => document.querySelector(`input[aria-label="${data.label}"]`);

  const insert = (text) => {
    const field = input();
    if (!field) return;
    const caret = text.indexOf("|");
    const [start, end] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
    const typed = text.replace("|", "");
    const value = field.value.slice(0, start) + typed + field.value.slice(end);
    // React listens to the native setter: assigning field.value alone would go unnoticed.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, value);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    const place = start + (caret < 0 ? typed.length : caret);
    requestAnimationFrame(() => field.setSelectionRange(place, place));
  };

  bar.replaceChildren(
    ...Object.entries(data.symbols).map(([shown, text]) => {
      const key = document.createElement("button");
      key.type = "button";
      key.textContent = shown;
      key.title = `Insert ${text.replace("|", "")}`;
      key.onpointerdown = (event) => event.preventDefault(); // the input keeps its caret
      key.onclick = () => insert(text);
      return key;
    }),
  );
}
