/** Numbers and times as the page writes them: few digits, always a unit, UTC. Pure. */

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** Unix ms → `14:16:42` UTC. */
export function clockTime(unixMs: number): string {
  const date = new Date(unixMs);
  return `${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
}

/** Unix ms → `14:16` UTC. */
export function clockMinute(unixMs: number): string {
  return clockTime(unixMs).slice(0, 5);
}

/** Microseconds → `3:18`, `1:02:05`; negative ones with a minus. */
export function countdown(us: number): string {
  const seconds = Math.max(0, Math.round(Math.abs(us) / 1e6));
  const hours = Math.floor(seconds / 3600);
  const rest = `${hours ? pad(Math.floor(seconds / 60) % 60) : Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
  return `${us < 0 && seconds > 0 ? '−' : ''}${hours ? `${hours}:` : ''}${rest}`;
}

/** Time since play began: `T+14:07`, `T−2:00`. */
export function sincePlay(us: number): string {
  return us < 0 ? `T−${countdown(-us)}` : `T+${countdown(us)}`;
}

/** Microseconds → `14 min 07 s`, `42 s`, `1 h 05 min`. */
export function span(us: number): string {
  const seconds = Math.max(0, Math.round(us / 1e6));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${pad(Math.floor(seconds / 60) % 60)} min`;
}

/** Microseconds → `380 µs`, `42 ms`, `1.24 s`, `> 10 s` (the histogram's last finite bound is 10 s). */
export function latency(us: number | null): string {
  if (us === null) return '–';
  if (us >= 10e6) return '> 10 s';
  if (us >= 1e6) return `${(us / 1e6).toFixed(us < 9.95e6 ? 2 : 1)} s`;
  if (us >= 1e3) return `${Math.round(us / 1e3)} ms`;
  return `${Math.round(us)} µs`;
}

/** Share of a whole → `18.6%`, `0.04%`, `100%`. Counts of two windows may not match to the last request: never above 100%. */
export function percent(ratio: number | null): string {
  if (ratio === null) return '–';
  const value = Math.min(1, ratio) * 100;
  const size = Math.abs(value);
  if (size === 0 || size >= 99.95) return `${Math.round(value)}%`;
  return `${size >= 1 ? value.toFixed(1) : String(Number(value.toFixed(2)))}%`;
}

/** A count a second → `1,190/s`, `3.2/s`. */
export function rate(perSecond: number): string {
  return `${figure(perSecond)}/s`;
}

/** `1,402`, `38.4`, `2.31`, `12.4 k` above a hundred thousand. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return '–';
  if (size >= 1e9) return `${(value / 1e9).toFixed(1)} G`;
  if (size >= 1e6) return `${(value / 1e6).toFixed(1)} M`;
  if (size >= 1e5) return `${(value / 1e3).toFixed(0)} k`;
  if (size >= 100) return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
  if (size >= 10) return value.toFixed(size % 1 ? 1 : 0);
  return size === 0 ? '0' : Number.isInteger(value) ? String(value) : value.toFixed(2);
}

/** Multiplier → `186×`, `1.4×`. */
export function times(value: number): string {
  return `${value >= 100 ? figure(value) : value >= 10 ? Math.round(value) : value.toFixed(1)}×`;
}
