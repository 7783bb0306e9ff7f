import type { Level, Source } from '../../contract/records.ts';

/** What a layout may show beside the sentence. */
export interface LogContext {
  readonly template: string;
  readonly unixMs: number;
  readonly level: Level;
  readonly source: Source;
  readonly traceHi: number;
  readonly traceLo: number;
  /** 32 hex digits or ''. */
  readonly traceId: string;
  readonly args: readonly [number, number, number, number, number];
  text(id: number): string;
  sourceOf(id: number): Source;
  readonly edge: EdgeNames;
}

/** Names only the load balancer's configuration knows. */
export interface EdgeNames {
  /** Host clients ask for. */
  readonly host: string;
  readonly project: string;
  readonly backendService: string;
}

/** Writes the line around a rendered sentence. */
export type LogLayout = (context: LogContext, sentence: string) => string;
