import type { Line } from '../requests/attempt-table.ts';
import { createLine } from '../requests/attempt-table.ts';

/** PgBouncer in transaction mode: clients share server connections for the length of a transaction. Source: PgBouncer docs, config.md. */
export interface PoolerState {
  poolSize: number;
  /** Server connections by row; null is a free row. */
  servers: (ServerState | null)[];
  freeRows: number[];
  open: number;
  idle: number[];
  /** Attempts whose connection waits for a server. */
  waiting: Line;
  /** A login is under way. */
  loggingIn: number;
  /** After a refused login none is tried before this time (server_login_retry). */
  retryAtUs: number;
  retryScheduled: boolean;
  lastError: string;
  transactions: number;
  queries: number;
  transactionUs: number;
  queryUs: number;
  waitUs: number;
  /** The same at the last stats line. */
  mark: { transactions: number; queries: number; transactionUs: number; queryUs: number; waitUs: number };
  nextPort: number;
  source: number;
}

export const SERVER = { login: 0, idle: 1, active: 2 } as const;

export interface ServerState {
  state: number;
  session: number;
  /** Client connection it serves, -1 none. */
  connection: number;
  database: string;
  user: string;
  connectUs: number;
  requestUs: number;
  port: number;
  life: number;
}

export function createPoolerState(poolSize: number, source: number): PoolerState {
  return {
    poolSize,
    servers: [],
    freeRows: [],
    open: 0,
    idle: [],
    waiting: createLine(),
    loggingIn: 0,
    retryAtUs: 0,
    retryScheduled: false,
    lastError: '',
    transactions: 0,
    queries: 0,
    transactionUs: 0,
    queryUs: 0,
    waitUs: 0,
    mark: { transactions: 0, queries: 0, transactionUs: 0, queryUs: 0, waitUs: 0 },
    nextPort: 40_112,
    source,
  };
}
