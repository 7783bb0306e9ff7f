import { figure, latency, percent, rate, span } from '../format.ts';

/** One line of a chart: a PromQL expression and how its result is drawn. */
export interface QueryLine {
  readonly expr: string;
  readonly label: string;
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly area?: boolean;
  readonly stepped?: boolean;
}

export interface ChartDefinition {
  readonly title: string;
  readonly lines: readonly QueryLine[];
  readonly format: (value: number) => string;
  readonly scale?: 'linear' | 'log';
  readonly atLeast?: number;
  readonly threshold?: { readonly value: number; readonly label: string };
  /** Which line's last value stands beside the title (the first unless told), or the largest of all, or their sum. */
  readonly current?: number | 'worst' | 'sum';
  /** The value reads "first of second", as pods ready of pods wanted. */
  readonly outOf?: boolean;
  /** Tick words, when the value's unit would be too long for them. */
  readonly axis?: (value: number) => string;
  /** Breached above this value: the current value is shown in a filled chip. */
  readonly breachAbove?: number;
}

export interface Dashboard {
  readonly id: string;
  readonly title: string;
  readonly charts: readonly ChartDefinition[];
}

export const RATE = '[1m]';
export const DASH = [4, 2] as const;
export const seconds = (value: number): string => latency(value * 1e6);
/** Ages that may pass a histogram's last bound. */
export const longSpan = (value: number): string => (value < 1 ? latency(value * 1e6) : span(value * 1e6));
export const ratio = (value: number): string => percent(value);
/** Things a second: the unit stands at the value, the ticks stay short. */
export const PER_SECOND = { format: rate, axis: figure } as const;
