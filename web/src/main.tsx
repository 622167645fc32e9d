import { render } from 'preact';
import { App } from './app';
import { reloadAsked } from './connection';
import { preferred, speak } from './i18n';
import { start } from './session';
import { showTheme } from './theme';
import './styles/tokens.css';
import './styles/app.css';
import './styles/more.css';
import './styles/talk.css';

showTheme();
document.documentElement.dataset['link'] = 'connecting';
// A part of an older build that is no longer there: the page is from before the last update.
addEventListener('vite:preloadError', event => {
  event.preventDefault();
  if (navigator.onLine) reloadAsked.set(true);
});
await speak(preferred());
render(<App />, document.getElementById('app')!);
void start();
if (import.meta.env.PROD) void navigator.serviceWorker?.register('/sw.js').catch(() => {}); // plain http: no copy of the shell
