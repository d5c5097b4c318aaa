// Making elements: text is always a text node, never markup.

type Attributes = Record<string, string | boolean | ((event: Event) => void)>;
type Child = Node | string | null | undefined | false;

/** An element: `h("button.send", { type: "submit", click: f }, "…")`; functions become listeners, false is left out. */
export function h<T extends HTMLElement = HTMLElement>(what: string, attributes: Attributes = {}, ...children: Child[]): T {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag || "div") as T;
  if (classes.length) element.className = classes.join(" ");
  for (const name of Object.keys(attributes)) {
    const value = attributes[name]!;
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/** A picture beside a text, drawn by the style sheet. */
export const icon = (name: string) => h(`span.i.i-${name}`, { "aria-hidden": "true" });

/** Text for those who listen. */
export const spoken = (text: string) => h("span.vh", {}, text);
