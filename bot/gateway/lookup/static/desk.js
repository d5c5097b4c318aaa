// Only comfort: every page works without this file. Nothing is stored and nothing is sent elsewhere.
"use strict";

// A button to copy a text, where the browser can.
for (const area of document.querySelectorAll("textarea[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = area.dataset.copy;
  button.addEventListener("click", () => {
    area.select();
    navigator.clipboard?.writeText(area.value).then(() => { button.textContent = area.dataset.copied; }, () => undefined);
  });
  area.after(button);
}

// On the status page each answer shows at once where it leads; the focus stays on the answer.
const live = document.querySelector("[data-live]");
live?.addEventListener("change", async () => {
  const form = live.querySelector("#answers");
  const focused = document.activeElement?.id;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["answers", "result"]) {
      live.querySelector("#" + id).innerHTML = page.querySelector("#" + id).innerHTML;
    }
    if (focused) document.getElementById(focused)?.focus();
  } catch {
    form.requestSubmit();
  }
});
