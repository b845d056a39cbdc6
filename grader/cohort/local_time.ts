/** Times without an offset, as learning systems write them for people. */

/** `Thursday, 15 October 2020, 11:59 PM`, as Moodle's grading worksheet has it. */
const MOODLE = /(\d{1,2}) (\p{L}+) (\d{4}), (\d{1,2}):(\d\d)(?: ?([AP]M))?$/iu;

const MONTHS = [...'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')];

/**
 * @param zone an IANA time zone, or an offset such as `-07:00`
 * @returns ISO 8601 with an offset; undefined if it is no time
 */
export function parseTime(text: string, zone: string | undefined): string | undefined {
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text)) return Number.isNaN(Date.parse(text)) ? undefined : text;
  const match = MOODLE.exec(text.trim());
  const month = match ? MONTHS.indexOf(match[2]!.slice(0, 3).toLowerCase()) : -1;
  if (!match || month < 0 || !zone) return undefined;
  const [, day, , year, hour, minute, half] = match;
  const hours = half ? (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0) : Number(hour);
  return inZone(Date.UTC(Number(year), month, Number(day), hours, Number(minute)), zone);
}

/** @param wallMs a wall clock's time, as if it were UTC */
function inZone(wallMs: number, zone: string): string {
  // Twice: the first guess may lie on the other side of a change to summer time.
  let offsetMs = offsetAt(wallMs, zone);
  offsetMs = offsetAt(wallMs - offsetMs, zone);
  const minutes = Math.abs(offsetMs) / 60_000;
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const offset = `${offsetMs < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
  return new Date(wallMs).toISOString().replace('.000Z', offset);
}

function offsetAt(ms: number, zone: string): number {
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(zone);
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? 0 : offsetAt(ms, name.slice('GMT'.length));
}
