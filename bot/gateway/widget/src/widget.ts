// <boussole-chat>: the chat as one element, on our page and on any other.

import { drawCard } from "./card";
import { h, icon, spoken } from "./elements";
import { leave, watchShift } from "./leave";
import { canSpeak, onVoices, stopSpeaking } from "./speech";
import { Talk, type Card, type Message, type Outgoing, type State, type Turn } from "./talk";
import { cardTools, speakButton } from "./tools";
import { fill, loadWords, type Choice, type Labels, type Words } from "./words";

const NAME = "boussole-chat";
const MAX_TEXT = 500; // characters the server reads
const SETTLED = 3000; // milliseconds after which the first page no longer shares the line with anything
const SIZES = ["", "bigger", "biggest"];
const script = document.currentScript as HTMLScriptElement | null;
const address = new URL((script && script.src) || location.href);

class BoussoleChat extends HTMLElement {
  private all!: Words;
  private language = "";
  private place = "";
  private talk = new Talk(new URL("./", address), {
    answered: (turn) => this.answered(turn),
    forgotten: () => this.note(this.words.talk_forgotten as string),
    settings: () => ({ language: this.language, place: this.place }),
  });
  private app!: HTMLElement;
  private log!: HTMLElement;
  private scroller!: HTMLElement;
  private form!: HTMLElement;
  private input!: HTMLTextAreaElement;
  private status!: HTMLElement;
  private lastChoices: Choice[] = [];
  private size = 0;
  private begun = false;

  private get words(): Labels {
    return this.all.languages[this.language]!;
  }

  private get onOurPage(): boolean {
    return this.hasAttribute("data-page");
  }

  async connectedCallback(): Promise<void> {
    if (this.shadowRoot) return;
    this.all = await loadWords(new URL("./", address));
    this.language = this.known(this.dataset.lang || navigator.language.slice(0, 2), this.all.languages);
    this.place = this.known(this.dataset.place || "", this.all.places);
    const root = this.attachShadow({ mode: "open" });
    root.append(this.look());
    this.log = h("div.log", { role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0" });
    this.status = h("p.status", { role: "status" });
    this.input = h("textarea", {
      id: "text",
      rows: "1",
      maxlength: String(MAX_TEXT),
      autocomplete: "off",
      autocapitalize: "sentences",
      spellcheck: "false",
      enterkeyhint: "send",
      dir: "auto",
      input: () => this.grow(),
      keydown: (event) => this.typed(event as KeyboardEvent),
    });
    this.scroller = h("div.scroll", {}, this.log);
    this.form = h("form.message", { submit: (event) => this.submit(event) }, this.status, this.input);
    this.app = h("section.app", {}, this.scroller, this.form);
    root.append(this.app);
    this.frame();
    this.takeOver();
    watchShift(
      (missing) => this.tell(missing ? fill(this.words.leave_shift as string, { count: missing }) : ""),
      () => this.leave(),
    );
    onVoices(() => this.showVoices());
    addEventListener("pagehide", () => this.blank());
    if (this.onOurPage) setTimeout(() => this.keepEmergencyPage(), SETTLED);
    this.setAttribute("data-ready", "");
  }

  /** The style the page carries, or the file. */
  private get styleFile(): string {
    return new URL(this.dataset.style || "page.css" + address.search, address).href;
  }

  private look(): HTMLElement {
    const carried = this.onOurPage && document.querySelector("style");
    return carried ? h("style", {}, carried.textContent) : h("link", { rel: "stylesheet", href: this.styleFile });
  }

  private known(wanted: string, among: Record<string, unknown>): string {
    return wanted in among ? wanted : Object.keys(among)[0]!;
  }

  /** Everything around the talk, in the language of now; the talk itself stays. */
  private frame(): void {
    const w = this.words;
    const { emergency, neutral } = this.all.places[this.place]!;
    this.app.className = "app" + (this.size ? " " + SIZES[this.size] : "") + (this.onOurPage ? " full" : " embed");
    this.app.lang = this.language;
    this.app.setAttribute("aria-label", w.page_heading as string);
    this.log.setAttribute("aria-label", w.conversation as string);
    const call = fill(w.page_emergency as string, { number: emergency });
    const focused = this.shadowRoot!.activeElement;
    // The log, the status line and the field are never taken out: they would be read out again, or lose the focus.
    swap(
      this.app,
      this.scroller,
      h(
        "header.top",
        {},
        h(this.onOurPage ? "h1" : "h2", {}, icon("compass"), w.page_heading as string),
        h(
          "a.leave",
          { href: neutral, rel: "noreferrer nofollow", click: (event) => this.leave(event) },
          icon("leave"),
          w.leave as string,
        ),
      ),
    );
    swap(this.app, this.scroller, h("p.emergency", {}, h("a", { href: `tel:${emergency}` }, icon("phones"), call)));
    swap(this.scroller, this.log, h("div.settings", {}, this.languages(), this.places()));
    swap(this.scroller, this.log, this.about());
    swap(this.form, this.input, h("label.ask", { for: "text" }, w.message as string));
    swap(this.form, null, h("button.send", { type: "submit" }, icon("send"), w.send as string));
    swap(
      this.form,
      null,
      h("p.privacy-short", {}, icon("confidentiality"), h("span", {}, w.page_privacy_short as string)),
    );
    const again = focused && focused.id && this.shadowRoot!.getElementById(focused.id);
    if (again) again.focus();
  }

  private about(): HTMLElement {
    const w = this.words;
    const before = this.scroller.querySelector<HTMLDetailsElement>(".about details");
    const wide = this.onOurPage && matchMedia("(min-width: 60em)").matches;
    return h(
      "div.about",
      {},
      h("p.lead", {}, w.page_lead as string),
      h("p.privacy", {}, icon("confidentiality"), h("span", {}, w.page_privacy as string)),
      h(
        "details",
        { open: before ? before.open : wide },
        h("summary", {}, icon("settings"), w.settings as string),
        h(
          "p.actions",
          {},
          h("button", { id: "size", type: "button", click: () => this.resize() }, icon("size"), w.bigger_text as string),
          h("button", { id: "erase", type: "button", click: () => this.erase() }, icon("erase"), w.erase as string),
        ),
        this.onOurPage &&
          h("p", {}, h("a", { href: "/emergency/" + this.place, target: "_blank", rel: "noopener" }, w.offline_page as string)),
        h("p", {}, w.leave_help as string),
        h("p", {}, w.leave_how as string),
        h("p", {}, w.page_cost as string),
      ),
    );
  }

  private languages(): HTMLElement {
    const buttons = Object.keys(this.all.languages).map((language) =>
      h(
        "button",
        {
          id: "to-" + language,
          type: "button",
          lang: language,
          "aria-pressed": String(language === this.language),
          click: () => this.choose(language, this.place),
        },
        this.all.languages[language]!.name,
      ),
    );
    return h("div.languages", { role: "group", "aria-label": this.words.language as string }, ...buttons);
  }

  private places(): HTMLElement {
    const w = this.words;
    const list = h<HTMLSelectElement>("select", {
      id: "place",
      change: () => this.choose(this.language, list.value),
    });
    for (const place of Object.keys(this.all.places)) {
      list.append(h("option", { value: place, selected: place === this.place }, w.places[place]));
    }
    return h("div.places", {}, h("label", { for: "place" }, icon("where"), spoken(w.place as string)), list);
  }

  /** Another language or place: the talk goes on in it. */
  private choose(language: string, place: string): void {
    const moved = place !== this.place;
    if (language === this.language && !moved) return;
    this.language = language;
    this.place = place;
    this.frame();
    if (moved) this.keepEmergencyPage();
    if (!this.begun) return this.greet();
    const { place_changed, language_changed } = this.words.replies;
    this.note(moved ? fill(place_changed, { place_name: this.words.places[place]! }) : language_changed);
  }

  private resize(): void {
    this.size = (this.size + 1) % SIZES.length;
    SIZES.forEach((size, number) => size && this.app.classList.toggle(size, number === this.size));
  }

  /** Go on with what the page already shows: a talk that was begun without this script, words half typed. */
  private takeOver(): void {
    const session = this.querySelector<HTMLInputElement>("input[name=session]");
    const typed = this.querySelector<HTMLInputElement>("input[name=text]");
    if (typed) this.input.value = typed.value;
    if (session && session.value) {
      this.talk.session = session.value;
      this.begun = true;
      const choices = Array.from(this.querySelectorAll<HTMLButtonElement>("button[name=choice]"));
      this.lastChoices = choices.map((button) => ({ id: button.value, title: button.dataset.title || "" }));
      this.querySelectorAll(".turn").forEach((turn) => this.log.append(turn));
      if (this.lastChoices.length) this.log.append(this.choices(this.lastChoices));
    } else this.greet();
    this.textContent = "";
  }

  private greet(): void {
    const { greeting, choices } = this.words;
    this.begun = false;
    this.log.textContent = "";
    this.lastChoices = choices;
    this.log.append(this.turn("bot", h("p.bubble", { dir: "auto" }, greeting), this.choices(choices)));
  }

  private turn(who: "bot" | "you", ...parts: Node[]): HTMLElement {
    const name = spoken(`${who === "you" ? this.words.you : this.words.assistant}: `);
    return h(`div.turn.${who}`, { lang: this.language }, name, ...parts);
  }

  private choices(choices: Choice[]): HTMLElement {
    const buttons = choices.map((choice) =>
      h("button", { type: "button", click: () => this.pressed(choice, choices) }, choice.title),
    );
    return h("div.choices", { role: "group", "aria-label": this.words.choose as string }, ...buttons);
  }

  /** A choice of an earlier turn means nothing to the server any more; its words do. */
  private pressed(choice: Choice, among: Choice[]): void {
    this.say(choice.title, among === this.lastChoices && !this.talk.waiting ? choice.id : undefined);
  }

  private typed(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const said = this.input.value.trim();
    if (!said) return this.input.focus();
    this.input.value = "";
    this.grow();
    this.say(said);
  }

  private say(said: string, choice?: string): void {
    this.begun = true;
    const state = h("p.state");
    // One's own words are not read out again, nor is what becomes of them: the status line tells that.
    const own = this.turn("you", h("p.bubble", { dir: "auto" }, said), state);
    own.setAttribute("aria-live", "off");
    this.log.append(own);
    this.bottom();
    const waiting = h("div.turn.bot.waiting", { "aria-hidden": "true" }, h("p.bubble", {}, h("span"), h("span"), h("span")));
    this.talk.send(said, choice, (now, message) => this.show(now, message, state, waiting));
  }

  private show(now: State, message: Outgoing, state: HTMLElement, waiting: HTMLElement): void {
    const w = this.words;
    state.textContent = "";
    state.className = "state " + now;
    state.append(icon(now), w[now] as string);
    if (now === "sending") this.log.append(waiting);
    else waiting.remove();
    this.tell(now === "sent" ? "" : now === "sending" ? (w.writing as string) : (w[now] as string), true);
    if (now === "failed") state.append(h("button", { type: "button", click: () => this.talk.retry(message) }, w.retry as string));
    if (now !== "sent") this.bottom();
  }

  private answered(turn: Turn): void {
    if (turn.language !== this.language && turn.language in this.all.languages) {
      this.language = turn.language;
      this.frame();
    }
    const last = turn.messages[turn.messages.length - 1];
    this.lastChoices = last ? last.choices : [];
    const block = this.turn("bot", ...turn.messages.map((message) => this.message(message)));
    if (this.lastChoices.length) block.append(this.choices(this.lastChoices));
    block.insertBefore(speakButton(block, this.words, this.language), block.querySelector(".choices"));
    this.log.append(block);
    this.showVoices();
    this.showFrom(block);
  }

  private message(message: Message): HTMLElement {
    return h("div.said", {}, message.text && h("p.bubble", { dir: "auto" }, message.text), message.card && this.card(message.card));
  }

  private card(card: Card): HTMLElement {
    const level = this.onOurPage ? 2 : 3;
    const tools = cardTools(
      card,
      this.all,
      this.language,
      level,
      this.onOurPage,
      (language) => this.talk.card(card, language),
      () => this.tell(this.words.failed as string),
    );
    return h("div.pair", {}, drawCard(card, this.words, level, tools));
  }

  private showVoices(): void {
    const buttons = this.log.querySelectorAll<HTMLElement>(".speak");
    buttons.forEach((button) => (button.hidden = !canSpeak(button.dataset.speaks!)));
  }

  /** The public page with the numbers for an emergency stays on the phone, for when there is no network. */
  private keepEmergencyPage(): void {
    const workers = navigator.serviceWorker;
    if (!this.onOurPage || !workers) return;
    const keep = [new URL("emergency/" + this.place, address).href, this.styleFile];
    workers
      .register(new URL("offline.js", address).href)
      .then(() => workers.ready)
      .then(({ active }) => active && active.postMessage(keep))
      .catch(() => undefined); // without it the chat is the same
  }

  /** The status line; what is also seen elsewhere is only for those who listen. */
  private tell(text: string, seenElsewhere = false): void {
    this.status.textContent = text;
    this.status.classList.toggle("vh", seenElsewhere);
  }

  private note(text: string): void {
    this.log.append(h("p.note", { lang: this.language, dir: "auto" }, icon("unknown"), text));
    this.bottom();
  }

  private async erase(): Promise<void> {
    const erased = await this.talk.erase();
    this.log.textContent = "";
    if (!erased) return this.note(this.words.erase_failed as string);
    this.greet();
    this.note(this.words.replies.forgotten);
  }

  private leave(event?: Event): void {
    if (event) event.preventDefault();
    stopSpeaking();
    leave(this.all.places[this.place]!.neutral, () => this.talk.leave());
  }

  /** The page goes away: what the browser may keep of it for its Back button is empty. */
  private blank(): void {
    stopSpeaking();
    this.talk.leave(true);
    this.input.value = "";
    this.greet();
  }

  private grow(): void {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
  }

  private bottom(): void {
    for (const part of [this.scroller, this.log]) part.scrollTop = part.scrollHeight;
  }

  /** Show the beginning of an answer, under the words it answers. */
  private showFrom(turn: HTMLElement): void {
    const before = (turn.previousElementSibling as HTMLElement) || turn;
    const start = before.offsetHeight < 160 ? before : turn;
    const settings = this.scroller.firstElementChild!.getBoundingClientRect();
    for (const part of [this.scroller, this.log]) {
      const top = part.getBoundingClientRect().top;
      const covered = part === this.scroller && getComputedStyle(this.scroller.firstElementChild!).position === "sticky";
      part.scrollTop += start.getBoundingClientRect().top - top - (covered ? settings.height : 0) - 8;
    }
  }
}

/** Put a part in place of the one of the same class, or, the first time, before another part. */
function swap(parent: HTMLElement, before: Node | null, fresh: HTMLElement): void {
  const old = parent.querySelector(`:scope > .${fresh.classList[0]}`);
  if (old) parent.replaceChild(fresh, old);
  else parent.insertBefore(fresh, before);
}

function begin(): void {
  if (!customElements.get(NAME)) customElements.define(NAME, BoussoleChat);
  if (document.querySelector(NAME) || !script || !script.src) return;
  const chat = h(NAME, {});
  for (const name of ["place", "lang"]) if (script.dataset[name]) chat.dataset[name] = script.dataset[name];
  if (script.parentElement && script.parentElement !== document.head) script.after(chat);
  else document.body.append(chat);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
