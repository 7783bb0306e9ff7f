import { playedSession } from './played-session.ts';

/** Scenario files as text, by their path in the project. */
const texts = import.meta.glob<string>('../../../scenarios/**/*.yaml', { query: '?raw', import: 'default', eager: true });
const files = { read: (path: string): string | null => texts[`../../../${path}`] ?? null };

try {
  self.postMessage(playedSession(files, self.name).recording());
} catch (error) {
  self.postMessage({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
