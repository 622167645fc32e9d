import { Wrong } from '../invitations/way_in/trouble';
import { allZones, zoneWords } from './zones';

interface Props {
  label: string;
  zone: string;
  wrong?: string | undefined;
  choose: (zone: string) => void;
}
export function ZoneField({ label, zone, wrong, choose }: Props) {
  return (
    <div class={wrong ? 'field wrong' : 'field'}>
      <label for="zone">{label}</label>
      <Wrong words={wrong} id="zone-wrong" />
      <select
        class="input"
        id="zone"
        name="zone"
        aria-invalid={!!wrong}
        aria-describedby={wrong ? 'zone-wrong' : undefined}
        onChange={event => choose(event.currentTarget.value)}
      >
        {allZones().map(one => (
          <option key={one} value={one} selected={one === zone}>
            {zoneWords(one)}
          </option>
        ))}
      </select>
    </div>
  );
}
