// What one can do with an answer: hear it, print it, keep it, read it in another language beside the first.

import { drawCard } from "./card";
import { h, icon } from "./elements";
import { isSpeaking, speak, stopSpeaking } from "./speech";
import type { Card } from "./talk";
import { fill, type Labels, type Words } from "./words";

/** A button that reads the texts of `what` aloud, and stops when pressed again. */
export function speakButton(what: HTMLElement, words: Labels, language: string): HTMLElement {
  const label = h("span", {}, words.read_aloud as string);
  const over = () => (label.textContent = words.read_aloud as string);
  const toggle = () => {
    if (isSpeaking()) return stopSpeaking(), over();
    label.textContent = words.stop_reading as string;
    speak(sentences(what), language, over);
  };
  return h("button.speak", { type: "button", lang: language, "data-speaks": language, click: toggle }, icon("speak"), label);
}

/** The tools of a card, folded under one word. */
export function cardTools(
  card: Card,
  all: Words,
  language: string,
  level: number,
  printable: boolean,
  fetchCard: (language: string) => Promise<Card>,
  failed: () => void,
): HTMLElement {
  const words = all.languages[language]!;
  const others = Object.keys(all.languages).filter((each) => each !== language);
  const tools = h(
    "details.tools",
    {},
    h("summary", {}, icon("settings"), words.card_tools as string),
    printable && h("button", { type: "button", click: () => print(tools) }, icon("print"), words.print as string),
    h("button", { type: "button", click: () => save(card, words) }, icon("save"), words.save as string),
    ...others.map((other) => {
      const name = all.languages[other]!.name;
      const button = h("button", { type: "button", click: () => void beside() }, icon("language"), fill(words.other_language as string, { language: name }));
      const beside = async () => {
        try {
          const twin = drawCard(await fetchCard(other), all.languages[other]!, level);
          twin.lang = other;
          const first = tools.parentElement as HTMLElement;
          const pair = first.parentElement as HTMLElement;
          pair.querySelectorAll(".card ~ .card").forEach((old) => old.remove());
          pair.append(twin);
          twin.scrollIntoView({ block: "nearest" });
        } catch (_) {
          failed();
        }
      };
      return button;
    }),
  );
  return tools;
}

/** Only this answer goes to the printer. */
function print(tools: HTMLElement): void {
  const pair = tools.parentElement!.parentElement!;
  const app = pair.closest(".app")!;
  const marks = [app, pair];
  marks.forEach((each) => each.classList.add("printing"));
  window.print();
  marks.forEach((each) => each.classList.remove("printing"));
}

/** A plain text file, with a name that says nothing. */
function save(card: Card, words: Labels): void {
  const lines = [card.title, card.summary, ...card.items, ""];
  for (const section of card.sections) lines.push(section.label, ...section.lines.map((line) => `- ${line.text}`), "");
  if (card.source) lines.push(`${words.source}: ${card.source.text} ${card.source.href || ""} (${card.note})`);
  const file = URL.createObjectURL(new Blob([lines.join("\r\n")], { type: "text/plain;charset=utf-8" }));
  h<HTMLAnchorElement>("a", { href: file, download: "info.txt" }).click();
  setTimeout(() => URL.revokeObjectURL(file), 1000);
}

/** Texts short enough for any voice. */
function sentences(what: HTMLElement): string[] {
  const parts = Array.from(what.querySelectorAll<HTMLElement>("p.bubble, .card h2, .card h3, .card h4, .card p, .card li"));
  return parts.reduce<string[]>((all, part) => all.concat((part.textContent || "").match(/[^.!?]+[.!?]*/g) || []), []);
}
