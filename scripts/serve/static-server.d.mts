import type { RequestListener } from 'node:http';

export interface StaticOptions {
  /** Path the folder is served under, with slashes at both ends. */
  readonly prefix?: string;
  /** Hears of every file sent (not of 304 answers): its path within the folder and on disk. */
  readonly onFile?: (path: string, file: string) => void;
}
export function staticHandler(folder: string, options?: StaticOptions): RequestListener;
export function listenLocally(
  handler: RequestListener,
  firstPort: number,
  attempts?: number,
): Promise<{ readonly port: number; readonly close: () => Promise<unknown> }>;
