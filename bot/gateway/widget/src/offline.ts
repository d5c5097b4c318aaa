// The service worker: keeps the public emergency page of one place for use without network.
// It stores only what the page names, which is the same for everybody; nothing of a talk ever passes here.

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Event {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Worker extends EventTarget {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}

const worker = self as unknown as Worker;
const CACHE = "public";
const LIKE = { ignoreSearch: true };

worker.addEventListener("install", () => void worker.skipWaiting());
worker.addEventListener("activate", (event) => (event as Extendable).waitUntil(worker.clients.claim()));
worker.addEventListener("message", (event) => (event as unknown as Extendable).waitUntil(keep((event as MessageEvent).data)));
worker.addEventListener("fetch", (event) => {
  const { request } = event as Fetching;
  const opens = request.mode === "navigate" && request.method === "GET";
  if (opens || request.destination === "style") (event as Fetching).respondWith(fetch(request).catch(() => kept(request)));
});

/** Keep these pages, new as they are now, in place of what was kept before. */
async function keep(addresses: string[]): Promise<void> {
  const fresh = await Promise.all(addresses.map((address) => fetch(address, { cache: "no-cache", credentials: "omit" })));
  if (!fresh.every((answer) => answer.ok)) return;
  await caches.delete(CACHE);
  const cache = await caches.open(CACHE);
  for (const address of addresses) await cache.put(address, fresh.shift()!); // in order: the page is the first
}

/** What was kept: the file itself, or the emergency page in place of any page. */
async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const page = request.mode === "navigate" ? (await cache.keys())[0] : undefined;
  return (await cache.match(request, LIKE)) || (page && (await cache.match(page))) || Response.error();
}
