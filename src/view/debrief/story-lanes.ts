import type { Micros } from '../../contract/time.ts';
import type { Story, StoryLane } from '../../contract/write-up-port.ts';

const ORDER: readonly StoryLane['role'][] = ['trigger', 'mechanism', 'sustaining', 'contributing'];

export const LANE_WORDS: Readonly<Record<StoryLane['role'], string>> = {
  trigger: 'Trigger',
  mechanism: 'Mechanism',
  sustaining: 'Sustaining',
  contributing: 'Contributing',
  'red-herring': 'Red herring',
};

/** Lanes of the truth in the order of the story: by role, then by when they began; those without a time last. */
export function truthLanes(story: Story): readonly StoryLane[] {
  const when = (lane: StoryLane): number => lane.fromUs ?? Infinity;
  return story.lanes.filter((lane) => lane.role !== 'red-herring').sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || when(a) - when(b));
}

export function redHerrings(story: Story): readonly StoryLane[] {
  return story.lanes.filter((lane) => lane.role === 'red-herring');
}

/** From the first thing that happened to the end of the run, with a little air on both sides. */
export function storySpan(story: Story, fromUs: Micros, toUs: Micros): readonly [Micros, Micros] {
  const starts = story.lanes.map((lane) => lane.fromUs).filter((at): at is Micros => at !== null);
  const first = Math.min(fromUs, ...starts);
  return [Math.max(0, first - 60e6), toUs];
}

/** Puts labels of one line into rows so that none covers another. @param width pixels a label takes. @returns the row of each label. */
export function spreadLabels(places: readonly { readonly x: number; readonly width: number }[], rows: number): readonly number[] {
  const ends = new Array<number>(rows).fill(-Infinity);
  return places.map(({ x, width }) => {
    const free = ends.findIndex((end) => end + 8 <= x - width / 2);
    if (free < 0) return -1;
    ends[free] = x + width / 2;
    return free;
  });
}
