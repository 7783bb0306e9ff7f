/** A role's password: what pods connect with, and what the database wants. */
export interface SecretModel {
  readonly name: string;
  /** Instance; its replicas have the same roles. */
  readonly database: string;
  readonly user: string;
  /** Whether a running process takes up a changed password; otherwise its container must start again. */
  readonly reloads: boolean;
}
