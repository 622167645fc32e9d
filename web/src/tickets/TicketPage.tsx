// One ticket: what was asked, said and done; the writer adds to it, the office answers.
import { useState } from 'preact/hooks';
import { api, newKey } from '../core/api';
import { useInvalidation } from '../core/invalidated';
import type { OneTicket } from '../core/shapes';
import { zone, myId } from '../core/session';
import { dayAndTime, polite, whole } from '../i18n/format';
import { h } from '../i18n/tickets';
import { useAction } from '../parts/useAction';
import { Icon } from '../parts/icons';
import { useResource } from '../parts/useResource';
import { Page } from '../parts/page';
import { NotYet } from '../parts/parts';
import { answeredIn, keyed, ticketPath, type Entry, type Ticket } from './tickets';

export function TicketPage({ id, up }: { id: string; up: string }) {
  const { state, problem, set } = useResource(
    async () => (await api.get<OneTicket>(ticketPath(id))).ticket,
    useInvalidation('ticket', id),
  );
  return (
    <Page title={state ? h('number', { number: state.number }) : h('queue')} up={up} narrow>
      {state ? (
        <Shown ticket={state} show={set} />
      ) : (
        <div class="sheet pad">
          <NotYet problem={problem} />
        </div>
      )}
    </Page>
  );
}
function Shown({ ticket, show }: { ticket: Ticket; show: (ticket: Ticket) => void }) {
  const mine = ticket.writer?.id === myId();
  const answers = !mine && answeredIn().includes(ticket.school);
  return (
    <>
      <article class="sheet pad stack" data-ticket-page={ticket.id} data-status={ticket.status}>
        <p class="row wrap">
          <span class={`tag${ticket.status === 'answered' ? ' brass' : ''}`} role="status" data-ticket-status>
            {h(`status_${ticket.status}`)}
          </span>
          <span class="meta">{h(`kind_${ticket.kind}`)}</span>
        </p>
        <h2 class="long">{ticket.subject}</h2>
        {answers && (
          <p class="meta long">
            <b>{ticket.writer ? whole(ticket.writer.name) : h('guest')}</b>
            <br />
            {h('mailTo', { address: ticket.address })}
            {ticket.phone && (
              <>
                <br />
                {h('call', { phone: ticket.phone })}
              </>
            )}
          </p>
        )}
        <ol class="said">
          {ticket.entries.map((entry, index) => (
            <Said key={index} entry={entry} ticket={ticket} />
          ))}
        </ol>
        {answers && <p class="meta">{h('readNoted')}</p>}
      </article>
      {answers ? (
        <Office ticket={ticket} show={show} />
      ) : (
        mine && (
          <section class="sheet pad">
            <Answer
              ticket={ticket}
              show={show}
              label={h('add')}
              hint={ticket.status === 'answered' || ticket.status === 'closed' ? h('reopens') : ''}
            />
          </section>
        )
      )}
    </>
  );
}
function Said({ entry, ticket }: { entry: Entry; ticket: Ticket }) {
  const who =
    entry.by?.id === myId() ? h('you') : entry.by ? polite(entry.by.name) : ticket.writer ? h('byLink') : h('guest');
  return (
    <li data-of-school={entry.of_school}>
      <p class="meta">
        <b>{who}</b>
        {entry.of_school && entry.by?.id !== myId() && ` · ${h('ofSchool')}`} · {dayAndTime(entry.at, zone())}
      </p>
      <p class={entry.text ? 'text' : 'soft'}>{entry.text || h(`entry_${entry.status}`)}</p>
    </li>
  );
}
function Office({ ticket, show }: { ticket: Ticket; show: (ticket: Ticket) => void }) {
  const { ask, error } = useAction();
  const open = ticket.status !== 'closed';
  const act = (what: 'take' | 'close') =>
    void ask(async () => show((await api.post<OneTicket>(`${ticketPath(ticket.id)}/${what}`, {}, newKey())).ticket));
  return (
    <section class="sheet pad stack">
      {ticket.taken_by && open && <p class="meta">{h('takenBy', { name: polite(ticket.taken_by.name) })}</p>}
      <Answer ticket={ticket} show={show} label={h('answer')} hint={h('answerText', { address: ticket.address })} />
      {error}
      {open && (
        <p class="row wrap">
          {ticket.taken_by?.id !== myId() && (
            <button type="button" class="btn two" data-take onClick={() => act('take')}>
              {h('take')}
            </button>
          )}
          <button type="button" class="btn two" data-close-ticket onClick={() => act('close')}>
            {h('close')}
          </button>
        </p>
      )}
    </section>
  );
}
function Answer({
  ticket,
  show,
  label,
  hint,
}: {
  ticket: Ticket;
  show: (ticket: Ticket) => void;
  label: string;
  hint: string;
}) {
  const { ask, error } = useAction();
  const [text, setText] = useState('');
  const [key] = useState(keyed);
  const send = async (event: Event) => {
    event.preventDefault();
    const body = { text: text.trim() };
    if (
      body.text &&
      (await ask(async () =>
        show((await api.post<OneTicket>(ticketPath(ticket.id) + '/answer', body, key(body))).ticket),
      ))
    )
      setText('');
  };
  return (
    <form class="form" onSubmit={event => void send(event)}>
      <div class="field">
        <label for="ticket-answer">{label}</label>
        <textarea
          class="input"
          id="ticket-answer"
          name="answer"
          rows={4}
          maxLength={4000}
          required
          aria-describedby="ticket-answer-hint"
          value={text}
          onInput={event => setText(event.currentTarget.value)}
        />
        {hint && (
          <p class="meta long" id="ticket-answer-hint">
            {hint}
          </p>
        )}
      </div>
      {error}
      <p>
        <button type="submit" class="btn" data-answer-ticket>
          <Icon name="send" />
          {h('sendAnswer')}
        </button>
      </p>
    </form>
  );
}
