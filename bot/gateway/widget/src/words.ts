// The words of the chat: they come from bot/replies/ through the server; none stands in this code.

export interface Choice {
  id: string;
  title: string;
}

export interface Labels {
  name: string;
  greeting: string;
  choices: Choice[];
  replies: Record<"forgotten" | "language_changed" | "place_changed", string>;
  places: Record<string, string>;
  [label: string]: unknown;
}

export interface Words {
  languages: Record<string, Labels>;
  places: Record<string, { emergency: string; neutral: string }>;
}

/** The words the page carries, or, on a foreign page, those the server has. */
export async function loadWords(server: URL): Promise<Words> {
  const carried = document.getElementById("boussole-words");
  if (carried) return JSON.parse(carried.textContent || "") as Words;
  const answer = await fetch(new URL("api/v1/words", server).href, { credentials: "omit", referrerPolicy: "no-referrer" });
  return (await answer.json()) as Words;
}

/** A label with its blanks filled. */
export function fill(label: string, blanks: Record<string, string | number>): string {
  return label.replace(/\{(\w+)\}/g, (_, name: string) => String(blanks[name]));
}
