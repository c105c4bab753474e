// A button for every bit. One of them is in the order of the Tab key; arrow keys, Home and End move among them.
const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const power = (exponent) => `2${[...String(exponent)].map((digit) => SUPERSCRIPT[digit]).join("")}`;

export default function ({ data, parentElement, setTriggerValue }) {
  const group = parentElement.querySelector(".fields");
  group.setAttribute("aria-label", data.label);
  const shape = data.fields.map(({ width }) => width).join();
  if (group.dataset.shape !== shape) build(group, data.fields);
  group.dataset.shape = shape;
  const buttons = [...group.querySelectorAll("button")];
  buttons.forEach((button, place) => {
    const on = data.bits[place] === "1";
    button.textContent = data.bits[place];
    button.setAttribute("aria-pressed", on);
    button.onclick = () => {
      focusOn(buttons, place);
      setTriggerValue("flip", place);
    };
    button.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1, Home: -place, End: buttons.length - 1 - place }[event.key];
      if (step === undefined || !buttons[place + step]) return;
      event.preventDefault();
      focusOn(buttons, place + step);
    };
  });
}

// New buttons, in fields and, for the eye, in groups of four.
function build(group, fields) {
  let place = 0;
  const built = fields.map(({ name, width, color, first }) => {
    const field = document.createElement("div");
    field.className = "field";
    field.style.setProperty("--field", color);
    const title = document.createElement("span");
    title.textContent = width > 1 ? `${name}, ${width} bits` : name;
    const bits = document.createElement("div");
    bits.className = "bits";
    for (let index = 0; index < width; index += 1, place += 1) {
      if (index === 0 || (width - index) % 4 === 0) bits.append(document.createElement("div"));
      const button = document.createElement("button");
      const weight = first === null ? "" : ` (${power(first - index)})`;
      button.type = "button";
      button.tabIndex = place ? -1 : 0;
      button.title = `${name} bit ${index + 1}${weight}`;
      button.setAttribute("aria-label", button.title);
      bits.lastChild.append(button);
    }
    field.append(title, bits);
    return field;
  });
  group.replaceChildren(...built);
}

function focusOn(buttons, place) {
  buttons.forEach((button, other) => (button.tabIndex = other === place ? 0 : -1));
  buttons[place].focus();
}
