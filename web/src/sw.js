// The shell's own copy, so that what was read before can be read without a network.
// Personal data never passes here: /api and the socket are left to the page, which keeps its snapshots itself.
const VERSION = 'zvonok-__VERSION__';
const FILES = [/* files */];

self.addEventListener('install', event => {
  event.waitUntil(caches.open(VERSION).then(cache => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener('activate', event => {
  event.waitUntil((async () => {
    const names = await caches.keys();
    await Promise.all(names.filter(name => name.startsWith('zvonok-') && name !== VERSION).map(name => caches.delete(name)));
    await self.clients.claim();
  })());
});

self.addEventListener('fetch', event => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith('/api') || url.pathname.startsWith('/connection')) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (FILES.includes(url.pathname)) event.respondWith(kept(request));
});

// The newest page while the network answers; past three seconds, or without it, the copy.
async function page(request) {
  const copy = caches.match('/', { cacheName: VERSION });
  const late = new Promise(resolve => setTimeout(resolve, 3000)).then(() => copy).then(found => found ?? never());
  const fresh = fetch(request).catch(async () => (await copy) ?? Response.error());
  return Promise.race([fresh, late]);
}
const never = () => new Promise(() => {});

async function kept(request) {
  return (await caches.match(request, { cacheName: VERSION })) ?? fetch(request);
}
