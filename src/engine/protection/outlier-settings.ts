import type { OutlierDetectionModel } from '../../scenario/model/protection.ts';

/** What a service's ConfigMap can change of an upstream cluster's outlier detection. */
export interface OutlierSettings {
  readonly consecutive5xx: number;
  readonly intervalUs: number;
  readonly baseEjectionUs: number;
  readonly maxEjectionUs: number;
  readonly maxEjectionPercent: number;
  readonly enforcingSuccessRate: number;
}

type Setting = keyof OutlierSettings;

/** Envoy's names of fields, after the cluster's. */
const FIELDS: Readonly<Record<Setting, string>> = {
  consecutive5xx: 'consecutive_5xx',
  intervalUs: 'interval',
  baseEjectionUs: 'base_ejection_time',
  maxEjectionUs: 'max_ejection_time',
  maxEjectionPercent: 'max_ejection_percent',
  enforcingSuccessRate: 'enforcing_success_rate',
};
const SETTINGS = Object.keys(FIELDS) as readonly Setting[];

/** Durations as Envoy's JSON has them. */
function isTime(setting: Setting): boolean {
  return setting.endsWith('Us');
}

function keyOf(cluster: string, setting: Setting): string {
  return `outlier_detection_${cluster}_${FIELDS[setting]}`;
}

/** Keys of a ConfigMap. */
export function outlierData(cluster: string, model: OutlierDetectionModel): Record<string, string> {
  return Object.fromEntries(SETTINGS.map((setting) => [keyOf(cluster, setting), isTime(setting) ? `${model[setting] / 1e6}s` : String(model[setting])]));
}

/**
 * What a ConfigMap says of a cluster; a key that is missing leaves its setting as it is.
 * @returns the settings, or the first value that is none of its kind
 */
export function readOutlierSettings(cluster: string, before: OutlierSettings, data: Readonly<Record<string, string>>): OutlierSettings | string {
  const settings: Record<Setting, number> = { ...before };
  for (const setting of SETTINGS) {
    const written = data[keyOf(cluster, setting)];
    if (written === undefined) continue;
    const value = isTime(setting) ? secondsIn(written) : countIn(written);
    if (value === null || !isSound(setting, value)) return written;
    settings[setting] = value;
  }
  return settings.maxEjectionUs < settings.baseEjectionUs ? (data[keyOf(cluster, 'maxEjectionUs')] ?? '') : settings;
}

function secondsIn(written: string): number | null {
  return /^\d{1,7}(?:\.\d{1,6})?s$/.test(written) ? Math.round(Number(written.slice(0, -1)) * 1e6) : null;
}

function countIn(written: string): number | null {
  return /^\d{1,7}$/.test(written) ? Number(written) : null;
}

function isSound(setting: Setting, value: number): boolean {
  if (setting === 'intervalUs') return value >= 1e6;
  if (setting === 'maxEjectionPercent') return value <= 100;
  return setting !== 'enforcingSuccessRate' || value === 0 || value === 100;
}

export function isSame(a: OutlierSettings, b: OutlierSettings): boolean {
  return SETTINGS.every((setting) => a[setting] === b[setting]);
}

export function settingsOf(model: OutlierDetectionModel): OutlierSettings {
  const { consecutive5xx, intervalUs, baseEjectionUs, maxEjectionUs, maxEjectionPercent, enforcingSuccessRate } = model;
  return { consecutive5xx, intervalUs, baseEjectionUs, maxEjectionUs, maxEjectionPercent, enforcingSuccessRate };
}
