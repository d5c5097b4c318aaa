// The service worker: keeps the public emergency pages for use without network; nothing of a talk ever passes here.

export {};
