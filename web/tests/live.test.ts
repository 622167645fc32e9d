// A state that a channel keeps true is asked for again when the channel is taken away.
import { expect, test, vi } from 'vitest';
import { Problem } from '../src/core/api';
import { Live, lives } from '../src/core/live';

vi.stubGlobal('document', { cookie: '' }); // says of no shared computer

interface State {
  marks: number;
  channel: string;
}
const held = (load: () => Promise<State>) =>
  new Live<State>('diary.1', {
    load,
    position: (state, channel) => (state.channel === channel ? { channel, offset: 1, epoch: 'e' } : undefined),
    fold: state => ({ state, reload: false }),
  });

test('what may not be seen any more is gone from an open page', async () => {
  const load = vi.fn<() => Promise<State>>().mockResolvedValueOnce({ marks: 5, channel: 'diary:1' });
  const live = held(load);
  await live.open();
  expect(live.state?.marks).toBe(5);
  load.mockRejectedValue(new Problem(404, 'not_found', 'Not found', 0, [], undefined));
  lives.unsubscribed('diary:2');
  expect(load).toHaveBeenCalledTimes(1);
  lives.unsubscribed('diary:1');
  await vi.waitFor(() => expect(live.state).toBeUndefined());
  live.close();
});

test('what may still be seen stays', async () => {
  const load = vi.fn<() => Promise<State>>().mockResolvedValue({ marks: 5, channel: 'diary:1' });
  const live = held(load);
  await live.open();
  lives.unsubscribed('diary:1');
  await vi.waitFor(() => expect(live.shown.value.loading).toBe(false));
  expect(load).toHaveBeenCalledTimes(2);
  expect(live.state?.marks).toBe(5);
  live.close();
});
