export interface ChartLine {
  readonly label: string;
  /** A token: `s-1` … `s-6` or `ink-3`. */
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly area?: boolean;
  /** Steps instead of slopes, for counts of things. */
  readonly stepped?: boolean;
}

/** What a chart shows. Times in Unix seconds; null is a gap and stays one. */
export interface ChartData {
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly values: readonly (readonly (number | null)[])[];
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Changes with their letters. */
  readonly marks: readonly { readonly seconds: number; readonly letter: string }[];
  /** Since when users are hurt; null when they are well. */
  readonly hurtSinceSeconds: number | null;
}

export interface ChartOptions {
  readonly title: string;
  readonly format?: (value: number) => string;
  /** Words of the ticks, when the value's unit would be too long for them. */
  readonly axis?: (value: number) => string;
  readonly scale?: 'linear' | 'log';
  /** Least upper end of a linear scale, so that noise near zero does not fill the chart. */
  readonly atLeast?: number;
  readonly threshold?: { readonly value: number; readonly label: string };
  readonly timeLabels?: boolean;
  /** Charts that share a crosshair. */
  readonly group?: string;
  readonly onSelect?: (fromSeconds: number, toSeconds: number) => void;
}
