// The shell's own copy, so that what was read before can be read without a network.
// Personal data never passes here: /api and the socket are left to the page, which keeps its snapshots itself.
const VERSION = 'zvonok-__VERSION__';
const FILES = [/* files */];

self.addEventListener('install', event => {
  event.waitUntil(
    caches
      .open(VERSION)
      .then(cache => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', event => {
  event.waitUntil(
    (async () => {
      const names = await caches.keys();
      await Promise.all(
        names.filter(name => name.startsWith('zvonok-') && name !== VERSION).map(name => caches.delete(name)),
      );
      await self.clients.claim();
    })(),
  );
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

// A push carries a number. The words come from the server, with the rights this person has now; they name nobody.
self.addEventListener('push', event => event.waitUntil(tell(event)));

async function tell(event) {
  const { notice, tried } = (() => {
    try {
      return event.data.json();
    } catch {
      return {};
    }
  })();
  const answer =
    notice &&
    (await fetch(`/api/notices/${encodeURIComponent(notice)}`, { credentials: 'same-origin', cache: 'no-store' }).catch(
      () => undefined,
    ));
  // Browsers want something to be shown for each push, also where there is nothing to be told any more.
  const told = answer?.ok
    ? await answer.json()
    : { title: tried ?? 'Звонок', path: tried ? '/me/notices' : '/', urgent: false, act: null };
  await self.registration.showNotification(told.title, {
    tag: told.path,
    renotify: true,
    requireInteraction: told.urgent || !!told.act,
    icon: '/icon-192.png',
    badge: '/icon-192.png',
    actions: told.act ? [{ action: 'act', title: told.act }] : [],
    data: { notice, path: told.path },
  });
}

self.addEventListener('notificationclick', event => {
  const { notice, path } = event.notification.data;
  event.notification.close();
  event.waitUntil(event.action === 'act' ? know(notice, path) : open(path));
});

async function know(notice, path) {
  const answer = await fetch(`/api/notices/${encodeURIComponent(notice)}/act`, {
    method: 'POST',
    credentials: 'same-origin',
  }).catch(() => undefined);
  if (!answer?.ok) await open(path); // nobody must believe that the school knows
}

async function open(path) {
  const [window] = (await self.clients.matchAll({ type: 'window' })).filter(
    ({ url }) => new URL(url).origin === self.location.origin,
  );
  if (!window) return self.clients.openWindow(path);
  await window.focus();
  return window.navigate(path).catch(() => self.clients.openWindow(path));
}

// The push service has changed the address: the server must learn the new one.
self.addEventListener('pushsubscriptionchange', event =>
  event.waitUntil(
    (async () => {
      const { endpoint, keys } = (
        await self.registration.pushManager.subscribe(event.oldSubscription.options)
      ).toJSON();
      await fetch('/api/notices/browsers', {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ url: endpoint, p256dh: keys.p256dh, auth: keys.auth }),
      });
    })(),
  ),
);
