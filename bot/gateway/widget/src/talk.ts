// The talk with the server: one message at a time, kept in memory until it is answered, sent again with the same id.

import type { Choice } from "./words";

export interface Line {
  text: string;
  href?: string;
}

export interface Card {
  id: string;
  title: string;
  summary: string;
  items: string[];
  sections: { key: string; label: string; lines: Line[] }[];
  source: Line | null;
  note: string;
  aspect?: string;
}

export interface Message {
  text: string;
  card?: Card;
  choices: Choice[];
}

export interface Turn {
  session: string;
  language: string;
  messages: Message[];
  meta: { intent: string; aspect: string; place: string };
}

export type State = "sending" | "offline" | "failed" | "refused" | "sent";

/** Hears what becomes of a message. */
export type Show = (state: State, message: Outgoing) => void;

/** What waits to be sent. */
export interface Outgoing {
  id: string;
  said: string;
  choice?: string;
  show: Show;
  tries: number;
}

export interface Listener {
  answered(turn: Turn): void;
  forgotten(): void;
  settings(): { language: string; place: string };
}

const TIMEOUT = 20_000;
const LONGEST_WAIT = 20_000;
const TRIES_AT_A_BROKEN_SERVER = 3;

class Refusal extends Error {
  constructor(readonly status: number) {
    super();
  }
}

export class Talk {
  /** Kept here only: no cookie, no storage, gone with the page. */
  session: string | null = null;
  private outbox: Outgoing[] = [];
  private busy = false;
  private wake: (() => void) | null = null;
  private leaving: AbortController | null = null;
  private era = 0;

  constructor(private server: URL, private listener: Listener) {
    addEventListener("online", () => this.wake && this.wake());
  }

  get waiting(): boolean {
    return this.outbox.length > 0;
  }

  send(said: string, choice: string | undefined, show: Show): void {
    this.outbox.push({ id: token(), said, choice, show, tries: 0 });
    void this.empty();
  }

  /** Send again what was given up. */
  retry(message: Outgoing): void {
    message.tries = 0;
    this.outbox.push(message);
    void this.empty();
  }

  /** Drop everything here; true when the server confirms that it forgot too. */
  async erase(): Promise<boolean> {
    const session = this.session;
    this.drop();
    if (!session) return true;
    try {
      const answer = await this.fetch("DELETE", undefined, { "X-Boussole-Session": session });
      return answer.ok;
    } catch (_) {
      this.session = session; // so that the person can try again
      return false;
    }
  }

  /** Drop everything at once and tell the server while the page goes away; `closed` lets the browser keep public pages. */
  leave(closed = false): void {
    const session = this.session;
    this.drop();
    if (!navigator.sendBeacon || (closed && !session)) return;
    navigator.sendBeacon(new URL("api/v1/forget" + (closed ? "?closed" : ""), this.server).href, session || "");
  }

  /** A public fact sheet, in another language perhaps. */
  async card(card: Card, language: string): Promise<Card> {
    const body = JSON.stringify({ id: card.id, aspect: card.aspect, place: this.listener.settings().place, language });
    const answer = await this.fetch("POST", body, { "Content-Type": "application/json" }, "card");
    if (!answer.ok) throw new Refusal(answer.status);
    return (await answer.json()) as Card;
  }

  private drop(): void {
    this.era++;
    this.session = null;
    this.outbox = [];
    this.busy = false;
    if (this.leaving) this.leaving.abort();
    if (this.wake) this.wake();
  }

  private async empty(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const era = this.era;
    while (era === this.era && this.outbox[0]) {
      const next = this.outbox[0];
      next.show("sending", next);
      const outcome = await this.attempt(next);
      if (era !== this.era) return;
      if (outcome === "again") continue;
      this.outbox.shift();
      if (typeof outcome === "string") next.show(outcome, next);
      else {
        this.session = outcome.session;
        next.show("sent", next);
        this.listener.answered(outcome);
      }
    }
    this.busy = false;
  }

  /** One attempt: the answer, or how it failed, or "again" after a pause. */
  private async attempt(message: Outgoing): Promise<Turn | "failed" | "refused" | "again"> {
    const era = this.era;
    try {
      return await this.post(message);
    } catch (problem) {
      if (era !== this.era) return "again";
      const status = problem instanceof Refusal ? problem.status : 0;
      if (status === 404 && this.session) {
        this.session = null;
        message.choice = undefined; // a number of a talk that is gone means nothing; its words do
        this.listener.forgotten();
        return "again";
      }
      if (status && status < 500) return "refused";
      if (++message.tries >= TRIES_AT_A_BROKEN_SERVER && status) return "failed";
      message.show("offline", message);
      await this.pause(message.tries);
      return "again";
    }
  }

  private async post(message: Outgoing): Promise<Turn> {
    const { id, said, choice } = message;
    const body = {
      session: this.session,
      message: choice ? { id, choice } : { id, text: said },
      ...this.listener.settings(),
    };
    const answer = await this.fetch("POST", JSON.stringify(body), { "Content-Type": "application/json" });
    if (!answer.ok) throw new Refusal(answer.status);
    return (await answer.json()) as Turn;
  }

  private async fetch(
    method: string,
    body: string | undefined,
    headers: Record<string, string>,
    path = "chat",
  ): Promise<Response> {
    const abort = "AbortController" in window ? new AbortController() : null;
    const timer = setTimeout(() => abort && abort.abort(), TIMEOUT);
    this.leaving = abort;
    try {
      return await fetch(new URL("api/v1/" + path, this.server).href, {
        method,
        body,
        headers,
        cache: "no-store",
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: abort ? abort.signal : undefined,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Longer after each attempt, never the same for all phones; over at once when the network is back. */
  private pause(tries: number): Promise<void> {
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** (tries - 1)) * (0.5 + Math.random());
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.wake = () => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
    });
  }
}

/** 128 random bits: the id of a message, the same at each attempt, which only this page knows. */
function token(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let text = "";
  bytes.forEach((byte) => (text += String.fromCharCode(byte)));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
