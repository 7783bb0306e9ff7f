/** A line on stderr that rewrites itself. Where stderr is no terminal a line a minute from the second minute on, so that logs stay readable and long work says how far it is. */
export interface ProgressLine {
  /** @param ratio 0…1 */
  show(ratio: number, note: string): void;
  clear(): void;
}

const BAR_CELLS = 24;
const LINE_EVERY_MS = 60_000;
const ERASE_LINE = '\r\u001b[2K';

export function createProgressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return linesNowAndThen(stream);
  let shownAtMs = 0;
  return {
    show(ratio, note) {
      const nowMs = Date.now();
      if (nowMs - shownAtMs < 100 && ratio < 1) return;
      shownAtMs = nowMs;
      const full = Math.round(Math.min(1, Math.max(0, ratio)) * BAR_CELLS);
      stream.write(`${ERASE_LINE}${'━'.repeat(full)}${'─'.repeat(BAR_CELLS - full)} ${String(Math.round(ratio * 100)).padStart(3)}% ${note}`);
    },
    clear: () => void stream.write(ERASE_LINE),
  };
}

function linesNowAndThen(stream: NodeJS.WriteStream): ProgressLine {
  let saidAtMs = Date.now();
  return {
    show(ratio, note) {
      const nowMs = Date.now();
      if (nowMs - saidAtMs < LINE_EVERY_MS) return;
      saidAtMs = nowMs;
      stream.write(`${Math.floor(ratio * 100)}% ${note}\n`);
    },
    clear: () => undefined,
  };
}
