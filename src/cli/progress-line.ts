/** A line on stderr that rewrites itself; nothing when stderr is not a terminal, so that logs stay readable. */
export interface ProgressLine {
  /** @param ratio 0…1 */
  show(ratio: number, note: string): void;
  clear(): void;
}

const BAR_CELLS = 24;
const ERASE_LINE = '\r\u001b[2K';

export function createProgressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return { show: () => undefined, clear: () => undefined };
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
