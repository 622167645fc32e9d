import { render } from 'preact';
import { App } from './app';
import { reloadAsked } from './core/connection';
import { small } from './core/local';
import { onBegin, start } from './core/session';
import { showTheme } from './core/theme';
import { preferred, speak } from './i18n';
import './styles/tokens.css';
import './styles/ground.css';
import './styles/shell.css';
import './styles/parts.css';
import './gradebook/marks.css';
import './gradebook/diary/diary.css';
import './gradebook/diary/details.css';
import './styles/forms.css';
import './talk/list/list.css';
import './talk/conversation/conversation.css';
import './announcements/writing.css';
import './account/sign_in.css';
import './gradebook/student.css';
import './styles/more.css';
import './talk/messages/bubbles.css';
import './talk/conversation/field.css';
import './talk/search/search.css';
import './talk/messages/sheets.css';

showTheme();
document.documentElement.dataset['link'] = 'connecting';
// A part of an older build that is no longer there: the page is from before the last update.
addEventListener('vite:preloadError', event => {
  event.preventDefault();
  if (navigator.onLine) reloadAsked.set(true);
});
// Marks a teacher entered and the last visit could not send: their journal is taken up without being opened.
onBegin(() => {
  if (small.keys('edits.').length) void import('./gradebook/journal/journalQueue').then(desk => desk.resume());
});
await speak(preferred());
render(<App />, document.getElementById('app')!);
void start();
if (import.meta.env.PROD) void navigator.serviceWorker?.register('/sw.js').catch(() => {}); // plain http: no copy of the shell
