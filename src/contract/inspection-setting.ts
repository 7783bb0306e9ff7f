/** A row of pg_settings. */
export interface SettingInspection {
  readonly name: string;
  readonly setting: string;
  readonly unit: string | null;
  readonly category: string;
  readonly description: string;
  readonly context: 'postmaster' | 'sighup' | 'user' | 'superuser';
  readonly vartype: 'integer' | 'bool' | 'string' | 'enum' | 'real';
  readonly bootValue: string;
  readonly source: 'default' | 'configuration file';
  readonly pendingRestart: boolean;
}
