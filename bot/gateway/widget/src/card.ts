// An answer card: what to know, in sections one can find again by their picture; limits and source in plain sight.

import { h, icon } from "./elements";
import type { Card, Line } from "./talk";
import type { Labels } from "./words";

/** Draw a card. `level` is the heading level of its title. */
export function drawCard(card: Card, words: Labels, level: number, tools?: Node): HTMLElement {
  const source = card.source;
  return h(
    "article.card",
    { "data-id": card.id, dir: "auto" },
    card.title && h(`h${level}`, {}, card.title),
    card.summary && h("p.summary", {}, card.summary),
    card.items.length > 0 && h("ol.items", {}, ...card.items.map((item) => h("li", {}, item))),
    ...card.sections.map((section) => drawSection(section, level + 1)),
    source && h("p.source", {}, `${words.source}: `, drawLine(source), card.note && ` (${card.note})`),
    tools,
  );
}

function drawSection(section: Card["sections"][0], level: number): HTMLElement {
  return h(
    `div.part.part-${section.key}`,
    {},
    h(`h${level}`, {}, icon(section.key), section.label),
    section.lines.length > 1
      ? h("ul", {}, ...section.lines.map((line) => h("li", {}, drawLine(line))))
      : h("p", {}, ...section.lines.map(drawLine)),
  );
}

/** A line; links to pages open beside the talk, which would be lost if they took its place. */
function drawLine(line: Line): Node {
  if (!line.href) return document.createTextNode(line.text);
  const kind = line.href.split(":")[0]!;
  const away = /^https?$/.test(kind) ? { target: "_blank" } : { target: false };
  if (!/^(https?|tel|sms|geo|mailto)$/.test(kind)) return document.createTextNode(line.text);
  return h(`a.to-${kind}`, { href: line.href, rel: "noopener noreferrer", ...away }, line.text);
}
