import { nothing, svg, type SVGTemplateResult } from 'lit-html';
import type { LetteredChange } from '../../stores/change-letters.ts';

/** Mean advance of an 11-px Inter digit or letter, measured; only used to keep labels apart. */
const CHARACTER_PX = 5.9;
const LETTER_PX = 22;
/** Every split of the newest changes over two rows is tried; older ones alternate. */
const TRIED = 10;

/** Names in two rows, split so that most of them can be read; a name ends where the next letter of its row begins. All changes look alike. */
export function changeLabels(changes: readonly LetteredChange[], x: (us: number) => number, now: number, width: number, yFloor: number): SVGTemplateResult[] {
  const places = changes.map((change) => Math.round(x(change.atUs)) + 0.5);
  const ends = bestRows(changes, places, now, width);
  const lines = places.map((px, index) => svg`<path class="change-line" d="M${px} ${ends[index].row ? 31 : 17}V${yFloor}"/>`);
  const labels = changes.map((change, index) => {
    const px = places[index];
    const { row, end } = ends[index];
    const name = shown(change.title, end - px);
    const y = row ? 28 : 14;
    const wide = change.letter.length > 1;
    return svg`<g><title>${change.letter}: ${change.title}</title><rect x=${px - 0.5} y=${y - 10} width=${wide ? 18 : 13} height="13" fill="var(--bg-active)"/>
      <text class="change-letter" x=${px + (wide ? 8.5 : 6)} y=${y} text-anchor="middle">${change.letter}</text>${name ? svg`<text class="change-name" x=${px + (wide ? 22 : 17)} y=${y}>${name}</text>` : nothing}</g>`;
  });
  return [...lines, ...labels];
}

interface Place {
  readonly row: number;
  readonly end: number;
}

/** The split whose names lose the fewest letters; letters that would cover each other cost most. */
export function bestRows(changes: readonly { readonly title: string }[], places: readonly number[], now: number, width: number): readonly Place[] {
  const tried = Math.min(TRIED, changes.length);
  const older = changes.length - tried;
  let best: readonly Place[] = [];
  let bestLoss = Infinity;
  for (let split = 0; split < 1 << tried; split += 1) {
    const rows = changes.map((_, index) => (index < older ? index % 2 : (split >> (index - older)) & 1));
    const after = [width, width];
    const found: Place[] = new Array<Place>(changes.length);
    let loss = 0;
    for (let index = changes.length - 1; index >= 0; index -= 1) {
      const row = rows[index];
      const px = places[index];
      // the upper row stops at the playhead's head
      const end = row === 0 && px < now ? Math.min(after[0], now - 6) : after[row];
      found[index] = { row, end };
      loss += Math.max(0, changes[index].title.length - Math.max(0, letters(end - px)));
      if (after[row] - px < 15) loss += 200;
      after[row] = px;
    }
    if (loss < bestLoss) {
      bestLoss = loss;
      best = found;
    }
  }
  return best;
}

const letters = (room: number): number => Math.floor((room - LETTER_PX) / CHARACTER_PX);

/** The whole name, or as much of it as says something, or nothing. */
function shown(title: string, room: number): string {
  const count = letters(room);
  return title.length <= count ? title : count >= 4 ? `${title.slice(0, count - 1).trimEnd()}…` : '';
}
