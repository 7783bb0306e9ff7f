import { unixMsOf } from '../../contract/time.ts';
import { PANEL_KEYS, type PanelId } from '../../stores/ui-store.ts';
import { worstSli } from '../../stores/what-hurts.ts';
import type { ViewContext } from '../context.ts';
import { clockTime, percent } from '../format.ts';
import { nodeActions } from '../map/inspector.ts';
import { PRESETS } from './commands.ts';
import { bindKeys } from './keys.ts';
import { acknowledge, firstUnacknowledged } from './pager.ts';
import { scrubBy, scrubToChange } from './playhead.ts';

/** What the keys reach that only the screen has. */
export interface PlayActions {
  palette(): void;
  help(): void;
  nextRegion(): void;
  /** Back from a maximised panel. */
  restore(): void;
  reveal(panel: PanelId): void;
  /** Where `/` goes: the search of the panel in use, or the room. */
  search(): void;
}

/** The keys of the play screen, as the key help lists them; returns a function that lets go of them. */
export function bindPlayKeys(context: ViewContext, actions: PlayActions): () => void {
  const { frames, port, ui } = context;
  const onSelection = (key: string) => (): void =>
    nodeActions(context, ui.getState().selected)
      .find((action) => action.key === key)
      ?.run();
  return bindKeys(document, {
    everywhere: {
      'Ctrl+k': actions.palette,
      F6: actions.nextRegion,
      ...Object.fromEntries(PRESETS.map((entry) => [entry.key, () => context.navigate({ kind: 'preset', preset: entry.preset })])),
      Escape: actions.restore,
    },
    outsideText: {
      ...Object.fromEntries(PANEL_KEYS.map((panel, index) => [String(index + 1), () => actions.reveal(panel)])),
      a: () => {
        const alert = firstUnacknowledged(context);
        if (alert) void acknowledge(context, alert);
      },
      ' ': () => void (frames.getState().frame?.playing ? port.pause() : port.play()),
      '/': actions.search,
      '?': actions.help,
      s: () => sayState(context),
      '[': () => scrubBy(context, -1),
      ']': () => scrubBy(context, 1),
      n: () => ui.setState({ asOfUs: null }),
      l: onSelection('L'),
      t: onSelection('T'),
      d: onSelection('D'),
      r: onSelection('R'),
    },
    chord: { first: 'c', second: (letter) => scrubToChange(context, letter) },
  });
}

/** Clock, phase and what hurts, for those who do not see the ribbon. */
function sayState({ frames, port, announce }: ViewContext): void {
  const now = frames.getState().frame;
  const sli = now && worstSli(now.slis);
  if (now && sli)
    announce(
      `${clockTime(unixMsOf(port.epoch, now.tUs))} UTC, phase ${now.incident.phase}, ${percent(sli.badRatio)} of ${sli.noun} ${sli.kind === 'latency' ? 'are slow' : 'fail'}`,
    );
}
