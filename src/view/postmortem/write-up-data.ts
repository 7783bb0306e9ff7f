import type { LoggedCommand } from '../../contract/commands.ts';
import type { Frame, RibbonSeries, SliFrame } from '../../contract/frame.ts';
import type { PinView } from '../../contract/incident.ts';
import type { QueryAnswer } from '../../contract/ports.ts';
import { unixMsOf } from '../../contract/time.ts';
import type { ViewContext } from '../context.ts';

const RIBBON_BUCKETS = 160,
  RIBBON_EVERY_US = 15e6,
  LEAD_US = 120e6,
  CHART_POINTS = 120,
  SCRAPE_MS = 15_000;

/** What the write-up reads of the session: log, sag and the series of cited charts. One question at a time each; the last answer stays. */
export interface WriteUpData {
  readonly commands: () => readonly LoggedCommand[];
  readonly ribbon: () => RibbonSeries | null;
  readonly answers: () => ReadonlyMap<string, QueryAnswer>;
  /** Asks again for what has changed since the last frame. */
  refresh(frame: Frame): void;
  /** Asks for the series of these chart pins, once each. */
  want(pins: readonly PinView[]): void;
}

export function createWriteUpData(context: ViewContext, changed: () => void): WriteUpData {
  const { port } = context;
  let commands: readonly LoggedCommand[] = [];
  let ribbon: RibbonSeries | null = null;
  const answers = new Map<string, QueryAnswer>();
  const asked = new Set<string>();
  let commandCount = -1;
  let ribbonKey = '';
  let busy = false;

  const read = async (frame: Frame): Promise<void> => {
    busy = true;
    try {
      if (frame.commandCount !== commandCount) {
        commandCount = frame.commandCount;
        commands = (await port.recording()).commands;
      }
      const sli = hardestHit(frame);
      const key = `${sli?.name} ${Math.floor(frame.tUs / RIBBON_EVERY_US)}`;
      if (sli !== null && key !== ribbonKey) {
        ribbonKey = key;
        const firstChangeUs = frame.changes.reduce((first, change) => Math.min(first, change.atUs), port.epoch.playStartUs);
        const fromUs = Math.max(0, firstChangeUs - LEAD_US);
        const stepUs = Math.max(5e6, Math.ceil((frame.tUs - fromUs) / RIBBON_BUCKETS / 5e6) * 5e6);
        ribbon = await port.ribbon(sli.name, fromUs, frame.tUs, stepUs);
      }
    } finally {
      busy = false;
    }
    changed();
  };
  return {
    commands: () => commands,
    ribbon: () => ribbon,
    answers: () => answers,
    refresh(frame) {
      const due = frame.commandCount !== commandCount || `${hardestHit(frame)?.name} ${Math.floor(frame.tUs / RIBBON_EVERY_US)}` !== ribbonKey;
      if (due && !busy) void read(frame).catch(() => changed());
    },
    want(pins) {
      for (const pin of pins) {
        const { evidence } = pin;
        if (evidence.kind !== 'chart' || asked.has(pin.id)) continue;
        asked.add(pin.id);
        const fromMs = unixMsOf(port.epoch, evidence.fromUs),
          toMs = unixMsOf(port.epoch, evidence.toUs);
        const stepMs = Math.max(SCRAPE_MS, Math.ceil((toMs - fromMs) / CHART_POINTS / SCRAPE_MS) * SCRAPE_MS);
        port.queryRange(evidence.expr, fromMs, toMs, stepMs).then(
          (answer) => {
            answers.set(pin.id, answer);
            changed();
          },
          (error: unknown) => {
            answers.set(pin.id, { status: 'error', errorType: 'internal', error: String(error) });
            changed();
          },
        );
      }
    },
  };
}

/** The SLI whose users were hurt most over the whole run: the one with the least error budget left. */
export function hardestHit(frame: Frame): SliFrame | null {
  let hardest: SliFrame | null = null;
  for (const sli of frame.slis) if (hardest === null || sli.budgetLeft < hardest.budgetLeft) hardest = sli;
  return hardest;
}
