import type { DatabaseInspection } from '../../contract/inspection.ts';
import type { ToolContext } from '../tool.ts';
import { describeRelation, listing } from './meta-commands.ts';
import { type PrintOptions, printTable } from './print-table.ts';
import { type Signal, type SqlAnswer, type SqlEngine, type SqlMessage, sqlEngine } from './sql-engine.ts';
import { type Item, onSimulatedClock } from './statements.ts';

export interface Target {
  readonly instance: string;
  readonly database: string;
  readonly user: string;
  readonly host: string;
}

/** Statements that would change data or schema. This host has no such rights; PostgreSQL's words for it. */
const WRITES =
  /^(insert|update|delete|merge|truncate|create|drop|alter(?!\s+system)|grant|revoke|vacuum|analyze|analyse|reindex|cluster|comment|copy|lock|refresh|call|do|import|security|prepare|execute|declare|listen|notify|checkpoint|load|explain)\b/i;
const RUNS = /^(select|with|table|values|\()/i;

/** Not PostgreSQL's words: it would explain. */
const NO_PLANS: SqlMessage = {
  severity: 'ERROR',
  message: 'EXPLAIN is not simulated: tables here have sizes and statistics but no rows, so a plan would be made up',
  hint: 'What statements do shows in pg_stat_activity, pg_locks and pg_stat_user_tables.',
};
const NO_ROWS = 'Rows and columns of application tables are not simulated; pg_stat_user_tables and pg_total_relation_size() have counts and sizes.';

/** What psql keeps between statements of one invocation. */
export class PsqlSession {
  stdout = '';
  stderr = '';
  print: PrintOptions;
  readonly #context: ToolContext;
  readonly #target: Target;
  readonly #quiet: boolean;
  readonly #overrides: Record<string, string> = {};
  /** `psql:FILE:LINE: ` before messages when a file is run. */
  #prefix = '';
  #shown = '';

  constructor(context: ToolContext, target: Target, print: PrintOptions, quiet: boolean) {
    this.#context = context;
    this.#target = target;
    this.print = print;
    this.#quiet = quiet;
  }

  /** Runs one item. @returns false when the server or psql refused it. */
  async run(item: Item, source = ''): Promise<boolean> {
    this.#prefix = source === '' ? '' : `psql:${source}:${item.line}: `;
    this.#shown = item.kind === 'sql' ? item.shown : '';
    return item.kind === 'meta' ? this.#meta(item.text, item.query) : this.#sql(item.text);
  }

  async #sql(text: string, print = this.print): Promise<boolean> {
    const verb = /^\w+/.exec(text)?.[0].toLowerCase() ?? '';
    if (/^(begin|start|commit|end|rollback|abort|savepoint|release)$/.test(verb))
      return this.#tag(verb === 'start' ? 'START TRANSACTION' : verb === 'end' ? 'COMMIT' : verb === 'abort' ? 'ROLLBACK' : verb.toUpperCase());
    if (verb === 'show') return this.#show(text, print);
    if (verb === 'set' || verb === 'reset' || verb === 'discard') return this.#set(text);
    const alter = /^alter\s+system\s+(set|reset)\s+"?([\w.]+|all)"?(?:\s*(?:=|\bto\b)\s*([\s\S]*))?$/i.exec(text);
    if (alter !== null) return this.#alterSystem(alter[1].toLowerCase(), alter[2].toLowerCase(), alter[3]?.trim());
    const write = WRITES.exec(text);
    if (write !== null) {
      const word = /^(create|drop|alter)\s+\w+/i.exec(text)?.[0] ?? write[0];
      if (write[0].toLowerCase() === 'explain') return this.#refuse(NO_PLANS, text);
      const hint = 'From this host you read, end sessions and change settings; data and schema are changed through releases and migrations.';
      return this.#refuse({ severity: 'ERROR', message: `cannot execute ${word.toUpperCase().replace(/\s+/g, ' ')} in a read-only transaction`, hint }, text);
    }
    const answer = await this.#onServer(text, RUNS.test(text));
    return this.#answer(answer, text, print);
  }

  /** Runs a statement over rows fetched now; a statement that signals backends is run again once the fleet has answered. */
  async #onServer(text: string, maySignal: boolean): Promise<SqlAnswer> {
    const engine = await sqlEngine();
    return engine.exclusively(async () => {
      const inspection = await this.#context.port.database(this.#target.instance);
      await this.#enter(engine, inspection, text);
      const sql = onSimulatedClock(text);
      const first = await engine.run(sql);
      if (!maySignal || first.error !== null) return first;
      const signals = await engine.signals();
      if (signals.length === 0) return first;
      const outcomes = [];
      for (const signal of signals) outcomes.push({ signal, done: await this.#send(signal) });
      await this.#enter(engine, inspection, text);
      await engine.setOutcomes(outcomes);
      await engine.run(`set session authorization "${this.#target.user.replace(/"/g, '""')}"`);
      return engine.run(sql);
    });
  }

  #enter(engine: SqlEngine, inspection: DatabaseInspection, statement: string): Promise<void> {
    return engine.enter({
      inspection,
      epoch: this.#context.port.epoch,
      database: this.#target.database,
      user: this.#target.user,
      superuser: this.#target.user === 'postgres',
      pid: 1 + Math.max(99, ...inspection.sessions.map(({ pid }) => pid)),
      statement,
      overrides: this.#overrides,
    });
  }

  async #send({ kind, pid, seconds, name }: Signal): Promise<boolean> {
    const { port, line, cancel } = this.#context;
    const database = this.#target.instance;
    if (kind === 'sleep') {
      await port.sleep(Math.round((seconds ?? 0) * 1e6), cancel);
      return true;
    }
    if (kind === 'reload') return (await port.execute({ kind: 'reload-conf', database }, line)).ok;
    if (kind === 'drop-slot') return (await port.execute({ kind: 'drop-replication-slot', database, slot: name ?? '' }, line)).ok;
    if (pid === null) return false;
    return (await port.execute({ kind: kind === 'terminate' ? 'terminate-backend' : 'cancel-backend', database, pid }, line)).ok;
  }

  async #alterSystem(verb: string, name: string, raw: string | undefined): Promise<boolean> {
    const { port, line } = this.#context;
    const text = `ALTER SYSTEM ${verb} ${name}`;
    if (this.#target.user !== 'postgres')
      return this.#refuse(
        { severity: 'ERROR', message: verb === 'set' ? `permission denied to set parameter "${name}"` : 'must be superuser to execute ALTER SYSTEM command' },
        text,
      );
    const settings = (await port.database(this.#target.instance)).settings;
    const names = name === 'all' ? settings.filter(({ source }) => source === 'configuration file').map((one) => one.name) : [name];
    const value = raw === undefined || /^default$/i.test(raw) ? null : raw.replace(/^'([\s\S]*)'$/, '$1').replace(/''/g, "'");
    if (verb === 'set' && raw === undefined) return this.#refuse({ severity: 'ERROR', message: 'syntax error at end of input' }, text);
    for (const setting of names) {
      const known = settings.find((one) => one.name === setting);
      if (known === undefined) return this.#refuse({ severity: 'ERROR', message: `unrecognized configuration parameter "${setting}"` }, text);
      const result = await port.execute({ kind: 'alter-system', database: this.#target.instance, setting, value: verb === 'reset' ? null : value }, line);
      if (!result.ok) return this.#refuse({ severity: 'ERROR', message: result.refusal.message }, text);
    }
    return this.#tag('ALTER SYSTEM');
  }

  async #show(text: string, print: PrintOptions): Promise<boolean> {
    const name = /^show\s+"?([\w. ]+?)"?\s*$/i.exec(text)?.[1].toLowerCase() ?? '';
    if (name === 'all')
      return this.#answer(
        await this.#onServer('select name, brownout.current_setting(name) as setting, short_desc as description from pg_settings order by 1', false),
        text,
        print,
      );
    const answer = await this.#onServer(`select current_setting('${name.replace(/'/g, "''").replace(/^time zone$/, 'timezone')}') as "${name}"`, false);
    return this.#answer({ ...answer, tag: 'SHOW', error: answer.error === null ? null : { ...answer.error, position: undefined } }, text, print);
  }

  /** SET lasts as long as this psql; PostgreSQL itself checks name and value. */
  async #set(text: string): Promise<boolean> {
    const name = /^(?:set|reset)\s+(?:session\s+|local\s+)?"?(\w+)"?/i.exec(text)?.[1].toLowerCase() ?? '';
    const engine = await sqlEngine();
    const { answer, value } = await engine.exclusively(async () => {
      await this.#enter(engine, await this.#context.port.database(this.#target.instance), text);
      const given = await engine.run(text);
      if (given.error !== null) return { answer: given, value: undefined };
      const { rows } = await engine.run(`select setting from pg_catalog.pg_settings where name = '${name}'`);
      return { answer: given, value: rows[0]?.[0] };
    });
    if (/^reset/i.test(text)) delete this.#overrides[name];
    else if (typeof value === 'string') this.#overrides[name] = value;
    return this.#answer(answer, text, this.print);
  }

  #answer({ columns, rows, tag, notices, error }: SqlAnswer, text: string, print: PrintOptions): boolean {
    for (const notice of notices) this.stderr += this.#prefix + messageText(notice, this.#shown || text);
    if (error !== null) return this.#refuse(/^permission denied for table/.test(error.message) ? { ...error, hint: NO_ROWS } : error, text);
    if (columns !== null) this.stdout += printTable(columns, rows, print);
    else this.#tag(tag);
    return true;
  }

  #tag(tag: string): boolean {
    if (!this.#quiet && tag !== '') this.stdout += `${tag}\n`;
    return true;
  }

  #refuse(message: SqlMessage, text: string): boolean {
    this.stderr += this.#prefix + messageText(message, this.#shown || text);
    return false;
  }

  async #meta(text: string, query: string): Promise<boolean> {
    const [command, ...args] = text.replace(/;+$/, '').split(/\s+/);
    if (query !== '' && !/^\\(g|gx|watch)$/.test(command) && !(await this.#sql(query))) return false;
    switch (command) {
      case '\\g':
        return query === '' || this.#sql(query);
      case '\\gx':
        return query === '' || this.#sql(query, { ...this.print, expanded: true });
      case '\\watch':
        return this.#watch(query, Number(args[0] ?? '2'));
      case '\\x':
        this.print = { ...this.print, expanded: args[0] === undefined ? !this.print.expanded : args[0] !== 'off' };
        return this.#tag(`Expanded display is ${this.print.expanded ? 'on' : 'off'}.`);
      case '\\t':
        this.print = { ...this.print, tuplesOnly: !this.print.tuplesOnly };
        return this.#tag(`Tuples only is ${this.print.tuplesOnly ? 'on' : 'off'}.`);
      case '\\a':
        this.print = { ...this.print, format: this.print.format === 'aligned' ? 'unaligned' : 'aligned' };
        return this.#tag(`Output format is ${this.print.format}.`);
      case '\\pset':
        if (args[0] === 'null') this.print = { ...this.print, nullText: (args[1] ?? '').replace(/^'|'$/g, '') };
        else if (args[0] === 'pager' || args[0] === 'border') return true;
        return this.#tag(args[0] === 'null' ? `Null display is "${this.print.nullText}".` : '');
      case '\\echo':
        this.stdout += `${args.join(' ').replace(/^'|'$/g, '')}\n`;
        return true;
      case '\\conninfo':
        this.stdout += `You are connected to database "${this.#target.database}" as user "${this.#target.user}" on host "${this.#target.host}" at port "5432".\n`;
        return true;
      case '\\q':
      case '\\encoding':
      case '\\r':
        return true;
      case '\\?':
      case '\\h':
        this.stdout += '\\l  \\dt[+]  \\d NAME  \\du  \\dn  \\dx  \\x  \\t  \\a  \\g  \\gx  \\watch SECONDS  \\conninfo  \\echo TEXT  \\pset null TEXT  \\q\n';
        return true;
      default:
        return this.#list(command, args[0] ?? '');
    }
  }

  async #list(command: string, pattern: string): Promise<boolean> {
    const found = listing(command, pattern);
    if (found === null) {
      this.stderr += `${this.#prefix}invalid command ${command}\n`;
      return false;
    }
    if (/^\\d\+?$/.test(command) && pattern !== '') return this.#describe(pattern);
    const answer = await this.#onServer(found.sql.replaceAll('pg_catalog.', 'pg_catalog .'), false);
    if (answer.error !== null) return this.#refuse(answer.error, found.sql);
    if (answer.rows.length === 0 && found.none !== null) {
      this.stderr += `${found.none}\n`;
      return true;
    }
    this.stdout += printTable(answer.columns ?? [], answer.rows, { ...this.print, footer: found.footer }, found.title);
    return true;
  }

  async #describe(name: string): Promise<boolean> {
    const { exists, columns } = describeRelation(name);
    const found = await this.#onServer(exists.replaceAll('pg_catalog.', 'pg_catalog .'), false);
    const [row] = found.rows;
    if (row === undefined) {
      this.stderr += `Did not find any relation named "${name}".\n`;
      return true;
    }
    const answer = await this.#onServer(columns.replaceAll('pg_catalog.', 'pg_catalog .'), false);
    if (answer.rows.length === 0) return this.#refuse({ severity: 'ERROR', message: `columns of "${row[1]}" are not simulated`, hint: NO_ROWS }, name);
    const kind = row[2] === 'v' ? 'View' : 'Table';
    const schema = row[0] === 'brownout' ? 'pg_catalog' : row[0];
    this.stdout += printTable(answer.columns ?? [], answer.rows, { ...this.print, footer: false }, `${kind} "${schema}.${row[1]}"`);
    return true;
  }

  async #watch(query: string, seconds: number): Promise<boolean> {
    const { port, write, cancel } = this.#context;
    const everyS = Number.isFinite(seconds) && seconds > 0 ? seconds : 2;
    for (;;) {
      const fine = await this.#sql(query);
      const when = new Date(port.epoch.startUnixMs + (await port.now()) / 1000).toUTCString();
      const [, day, month, year, time] = when.split(' ');
      this.stdout = `${when.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year} (every ${everyS}s)\n\n${this.stdout}`;
      if (write === undefined || !fine) return fine;
      write(this.stdout + this.stderr);
      this.stdout = '';
      this.stderr = '';
      await port.sleep(everyS * 1e6, cancel).catch(() => undefined);
      if (cancel?.aborted) return true;
    }
  }
}

/** A server message as psql shows it, with the line and a caret when the position is known. */
export function messageText({ severity, message, detail, hint, position }: SqlMessage, statement: string): string {
  let out = `${severity}:  ${message}\n`;
  if (position !== undefined) {
    const before = [...statement].slice(0, position - 1).join('');
    const lineNumber = before.split('\n').length;
    const line = statement.split('\n')[lineNumber - 1] ?? '';
    const column = before.length - (before.lastIndexOf('\n') + 1);
    const prefix = `LINE ${lineNumber}: `;
    out += `${prefix}${line}\n${' '.repeat(prefix.length + column)}^\n`;
  }
  if (detail !== undefined) out += `DETAIL:  ${detail}\n`;
  if (hint !== undefined) out += `HINT:  ${hint}\n`;
  return out;
}
