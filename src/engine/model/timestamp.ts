const DAY_MS = 86_400_000;

/** RFC 3339 in UTC with whole seconds, as metav1.Time prints it: "2026-01-01T00:00:00Z". */
export function formatTimestamp(epochMs: number): string {
  const { year, month, day, hour, minute, second } = civilTime(epochMs);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}Z`;
}

/** RFC 3339 with six digits of the second, as metav1.MicroTime prints it: "2026-01-01T00:00:00.000000Z". */
export function formatMicroTimestamp(epochMs: number): string {
  const micros = Math.floor((((epochMs % 1000) + 1000) % 1000) * 1000);
  return formatTimestamp(epochMs).replace("Z", `.${pad(micros, 6)}Z`);
}

/** Milliseconds since 1970 of an RFC 3339 text (fraction and offset read too); undefined for anything else. */
export function parseTimestamp(text: string): number | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.exec(text);
  if (!found) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const offset = found[8] ?? "Z";
  const offsetMinutes = /[Zz]/.test(offset)
    ? 0
    : Number(`${offset[0]}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4)));
  const secondsOfDay = hour * 3600 + (minute - offsetMinutes) * 60 + second + Number(found[7] ?? 0);
  return daysFromCivil(year, month, day) * DAY_MS + Math.round(secondsOfDay * 1000);
}

export type CivilTime = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
};

/** Calendar fields of a moment in UTC. Proleptic Gregorian, by days_from_civil's inverse (Howard Hinnant's chrono paper). */
export function civilTime(epochMs: number): CivilTime {
  const days = Math.floor(epochMs / DAY_MS);
  const seconds = Math.floor((epochMs - days * DAY_MS) / 1000);
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
  };
}

function daysFromCivil(year: number, month: number, day: number): number {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

function pad(value: number, digits = 2): string {
  return String(value).padStart(digits, "0");
}
