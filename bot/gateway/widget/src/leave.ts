// Leaving at once: nothing stays on the screen, nothing comes back with the Back button.

const PRESSES = 3;
const WITHIN = 5000;

/** Empty the page and go to a harmless one in place of it. A link would leave the talk behind in the browser's memory. */
export function leave(neutral: string, forget: () => void): void {
  document.title = "\u00a0";
  document.body.textContent = "";
  forget();
  const page = topWindow();
  page.location.replace(neutral);
}

/** Shift pressed three times alone. `count` hears how many presses are missing; null when the wait is over. */
export function watchShift(count: (missing: number | null) => void, go: () => void): void {
  let presses = 0;
  let alone = false;
  let timer = 0;
  const over = () => {
    presses = 0;
    count(null);
  };
  const down = (event: KeyboardEvent) => {
    alone = event.key === "Shift" && !event.repeat;
    if (event.key !== "Shift" && presses) over();
  };
  const up = (event: KeyboardEvent) => {
    if (event.key !== "Shift" || !alone) return;
    alone = false;
    clearTimeout(timer);
    if (++presses === PRESSES) return go();
    count(PRESSES - presses);
    timer = setTimeout(over, WITHIN);
  };
  document.addEventListener("keydown", down, true);
  document.addEventListener("keyup", up, true);
}

/** The whole tab, also when a site shows us in a frame of its own. */
function topWindow(): Window {
  try {
    return window.top || window;
  } catch (_) {
    return window;
  }
}
