import { Bash, defineCommand, type ExecResult } from 'just-bash';
import type { Cancellation, ShellPort } from '../contract/ports.ts';
import { firstWord, foregroundCommands, lineTaker, writesToTerminal } from './command-line.ts';
import { OUR_HELP } from './our-help.ts';
import { completeLine, type Completion } from './completion.ts';
import { FleetFileSystem } from './fleet-file-system.ts';
import { HOME, HOST, layOutFiles, USER } from './home.ts';
import { type Foreground, innerForeground, patience } from './foreground.ts';
import { type LoopLine, loopLine } from './loop-line.ts';
import { withSeededChance } from './seeded-chance.ts';
import type { InnerOptions, InnerResult, Tool, ToolResult } from './tool.ts';
import { layOutKubeconfig } from './tools/kubectl/kubeconfig.ts';
import { CLOCKED_TOOLS } from './tools/clocked.ts';
import { DISGUISED_TOOLS } from './tools/disguised.ts';
import { TOOLS } from './tools/registry.ts';
import { nowMs } from './wall-clock.ts';

export interface ExecOptions {
  /** Output of commands that follow something, as it comes. Without it such commands run as if piped. */
  readonly onOutput?: (chunk: string) => void;
  /** Ctrl-C. */
  readonly cancel?: Cancellation;
}

export interface Shell {
  /** Runs a line (or several). What went through `onOutput` is not repeated in the result. Ctrl-C gives exit code 130. */
  exec(line: string, options?: ExecOptions): Promise<ToolResult>;
  complete(line: string, cursor: number): Promise<Completion>;
  /** `ops@ew1:~$ ` */
  prompt(): string;
  history(): readonly string[];
}

/** A line that runs longer than this many commands or loops is stopped by the shell, so that a slip cannot hang the session. */
const TURNS = 20_000;
/** The bash below counts every character position a `cut` looks at as a turn of a loop: 2,000 lines of 250 are half a million. */
const LIMITS = { maxCommandCount: TURNS, maxLoopIterations: 1_000_000, maxOutputSize: 8_000_000, maxExecutionTimeMs: 24 * 3_600_000 };
const INTERRUPTED = 130;
const COMMANDS: readonly Tool[] = [...TOOLS, ...CLOCKED_TOOLS, ...DISGUISED_TOOLS];
/** Stages after a following command that work line by line, so that each chunk can pass through them on its own. */
const LINE_FILTERS = new Set(['grep', 'egrep', 'fgrep', 'rg', 'sed', 'awk', 'cut', 'tr', 'jq', 'cat', 'tee']);

/** just-bash hands bytes over as a string of one character a byte; its own decoder is missing from its browser build. */
function textOf(bytes: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole range of a byte
  if (/[^\u0000-\u00ff]/.test(bytes)) return bytes;
  return new TextDecoder().decode(Uint8Array.from(bytes, (char) => char.charCodeAt(0)));
}

/** `$SECONDS` counts simulated time since the terminal's first line (the function returned marks it); just-bash subtracts its own start from the host's clock. */
function countSeconds(bash: Bash, clock: { readonly unixMs: number }): () => void {
  const { state } = bash as unknown as { state: { startTime: unknown } };
  let openedMs: number | null = null;
  state.startTime = { valueOf: () => Date.now() - (clock.unixMs - (openedMs ?? clock.unixMs)) };
  return () => {
    openedMs ??= clock.unixMs;
  };
}

/** A session of the terminal over one fleet. State (variables, directory, files) lives as long as the object. */
export function createShell(port: ShellPort): Shell {
  const clock = { unixMs: port.epoch.startUnixMs };
  const files = new FleetFileSystem(clock);
  const history: string[] = [];
  let env: Record<string, string> = {
    HOME,
    USER,
    LOGNAME: USER,
    HOSTNAME: HOST,
    SHELL: '/bin/bash',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    PGUSER: 'postgres',
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    PWD: HOME,
  };
  let cwd = HOME;
  let exitStatus = 0;
  let current: Foreground = { line: '' };
  let ready: Promise<void> | null = null;

  const waits = patience(port, () => current);
  // the port may be a proxy of another worker's, so it is stood in front of, not copied
  const waitingPort = Object.create(port, { sleep: { value: waits.sleep }, http: { value: waits.http } }) as ShellPort;

  const bash = new Bash({
    fs: files,
    cwd: HOME,
    env,
    executionLimits: LIMITS,
    defenseInDepth: false,
    processInfo: { pid: 4127, ppid: 4126, uid: 1000, gid: 1000 },
    sleep: (ms) => waits.sleep(Math.round(ms * 1000)),
    customCommands: COMMANDS.map((tool) => defineCommand(tool.name, (args, context) => runTool(tool, args, context))),
  });

  bash.registerTransformPlugin(OUR_HELP);

  const opened = countSeconds(bash, clock);

  type BashContext = Parameters<Parameters<typeof defineCommand>[1]>[1];
  async function runTool(tool: Tool, args: string[], context: BashContext): Promise<ExecResult> {
    const { line, cancel, write, stop } = current;
    if (cancel?.aborted) {
      stop?.();
      return { stdout: '', stderr: '', exitCode: INTERRUPTED };
    }
    const exported = context.exportedEnv ?? Object.fromEntries(context.env);
    const original = context.origCommand;
    try {
      return await tool.run(args, {
        port: waitingPort,
        line,
        cancel,
        write,
        stdin: textOf(context.stdin as unknown as string),
        env: exported,
        cwd: context.cwd,
        readFile: (path) => files.readFile(files.resolvePath(context.cwd, path)),
        writeFile: (path, text) => files.writeFile(files.resolvePath(context.cwd, path), text),
        ...(original === undefined ? {} : { original: (rest: string[]) => original(rest) }),
        exec: (inner, options = {}) => runInner(inner, options, exported, context.cwd),
      });
    } catch (thrown) {
      if (cancel?.aborted) return { stdout: '', stderr: '', exitCode: INTERRUPTED };
      return { stdout: '', stderr: `${tool.name}: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`, exitCode: 1 };
    } finally {
      clock.unixMs = await nowMs(port);
      context.env.set('EPOCHSECONDS', String(Math.floor(clock.unixMs / 1000)));
    }
  }

  /** A line inside another. Its waits are the foreground's while it runs. */
  async function runInner(line: string, options: InnerOptions, inEnv: Record<string, string>, inDirectory: string): Promise<InnerResult> {
    const outer = current;
    const inner = innerForeground(outer, await port.now(), options);
    current = inner.foreground;
    try {
      const { stdin } = options;
      const { result } = await run(line, { cancel: inner.stopped, ...(stdin === undefined ? {} : { stdin }) }, inEnv, inDirectory);
      return { ...result, timedOut: inner.timedOut() };
    } finally {
      current = outer;
      inner.end();
    }
  }

  async function run(line: string, options: ExecOptions & { stdin?: string }, inEnv: Record<string, string>, inDirectory: string) {
    const controller = new AbortController();
    const relay = (): void => controller.abort();
    options.cancel?.addEventListener('abort', relay);
    if (options.cancel?.aborted) controller.abort();
    const seconds = Math.floor(clock.unixMs / 1000);
    const result = await execOrExplain(line, {
      env: { ...inEnv, EPOCHSECONDS: String(seconds) },
      cwd: inDirectory,
      replaceEnv: true,
      rawScript: true,
      signal: controller.signal,
      ...(options.stdin === undefined ? {} : { stdin: options.stdin }),
    }).finally(() => options.cancel?.removeEventListener('abort', relay));
    const interrupted = options.cancel?.aborted === true;
    const stdout = result.stdout.replace(/^just-bash shell builtins$/m, 'GNU bash, version 5.1.0(1)-release (x86_64-pc-linux-gnu)');
    const stderr = result.stderr
      .replace(/command not available in browser environments.*/g, 'command not found')
      .replace(/too many .*?\(>?(\d+)\).*/g, 'stopped: more than $1 commands in one line');
    return {
      env: result.env,
      result: { stdout, stderr: interrupted ? stderr.replace(/^.*(abort|cancel).*\n?/gim, '') : stderr, exitCode: interrupted ? INTERRUPTED : result.exitCode },
    };
  }

  /** A redirection into a file that must not be written reaches us as an exception. */
  async function execOrExplain(line: string, options: NonNullable<Parameters<Bash['exec']>[1]>) {
    try {
      return await bash.exec(line, options);
    } catch (thrown) {
      const denied = thrown instanceof Error ? /^EACCES.*'(.*)'/.exec(thrown.message) : null;
      if (denied === null) throw thrown;
      return { stdout: '', stderr: `bash: ${denied[1]}: Permission denied\n`, exitCode: 1, env: options.env ?? {} };
    }
  }

  /** Runs in the session's own environment and keeps what changed. */
  async function runKept(line: string, options: ExecOptions & { stdin?: string }): Promise<ToolResult> {
    // `$?` of the line or part of a line before
    const asked = exitStatus !== 0 && /\$\{?\?/.test(line) ? `(exit ${exitStatus})\n${line}` : line;
    const { env: after, result } = await run(asked, options, env, cwd);
    exitStatus = result.exitCode;
    env = { ...after };
    cwd = env.PWD ?? cwd;
    return result;
  }

  /** `tail -f log | grep x`: each chunk of the first stage goes through the rest on its own. */
  async function runFollowed(stages: readonly string[], options: ExecOptions): Promise<ToolResult> {
    const takerAt = stages.findIndex((stage, at) => at > 0 && lineTaker(stage) !== null);
    const taker = takerAt < 0 ? null : lineTaker(stages[takerAt]);
    const filters = taker === null ? stages.slice(1) : [...stages.slice(1, takerAt), ...(taker.filter === '' ? [] : [taker.filter])];
    const rest = filters.join(' | ');
    const after = taker === null ? '' : stages.slice(takerAt + 1).join(' | ');
    const enough = new AbortController();
    const relay = (): void => enough.abort();
    options.cancel?.addEventListener('abort', relay);
    let left = taker?.lines ?? Number.POSITIVE_INFINITY;
    const through = async (line: string, text: string): Promise<string> => {
      if (line === '') return text;
      const { result } = await run(line, { stdin: text }, env, cwd);
      return result.stdout + result.stderr;
    };
    const take = (text: string): string => {
      if (taker === null) return text;
      const taken = text.split(/(?<=\n)/).slice(0, left);
      left -= taken.filter((line) => line !== '').length;
      if (left <= 0) enough.abort();
      return taken.join('');
    };
    let passing = Promise.resolve();
    const pass = (chunk: string): void => {
      passing = passing.then(async () => {
        if (left > 0) options.onOutput?.(await through(after, take(await through(rest, chunk))));
      });
    };
    const before = current;
    const direct = rest === '' && taker === null;
    current = { ...before, cancel: enough.signal, write: direct ? options.onOutput : pass, drained: () => passing };
    const result = await runKept(stages[0], { ...options, cancel: enough.signal });
    current = before;
    options.cancel?.removeEventListener('abort', relay);
    if (direct) return result;
    if (result.stdout !== '') pass(result.stdout);
    await passing;
    if (left > 0 || options.cancel?.aborted) return { ...result, stdout: '' };
    exitStatus = 0;
    return { stdout: '', stderr: '', exitCode: 0 };
  }

  /** Shows what a part of a line printed as soon as it is over. */
  async function show(part: string, options: ExecOptions): Promise<ToolResult> {
    const result = await execLine(part, options);
    options.onOutput?.(result.stdout + result.stderr);
    return { ...result, stdout: '', stderr: '' };
  }

  async function execLoop({ before, loop, after }: LoopLine, options: ExecOptions): Promise<ToolResult> {
    let last: ToolResult = { stdout: '', stderr: '', exitCode: 0 };
    if (before.trim() !== '') last = await show(before, options);
    const turn = async (): Promise<void> => {
      for (const { stages } of foregroundCommands(loop.body) ?? [{ stages: [loop.body] }]) {
        if (options.cancel?.aborted) return;
        last = await show(stages.join(' | '), options);
      }
    };
    let turns = 0;
    const goesOn = (): boolean => options.cancel?.aborted !== true && turns++ < TURNS;
    if (loop.kind === 'for') {
      const { stdout } = await runKept(`set -- ${loop.words}; test $# -eq 0 || printf '%s\\0' "$@"`, {});
      for (const word of stdout.split('\0').slice(0, -1)) {
        if (!goesOn()) break;
        env = { ...env, [loop.name]: word };
        await turn();
      }
    } else {
      while (goesOn()) {
        const { exitCode } = await show(loop.condition, options);
        if ((exitCode === 0) !== (loop.kind === 'while')) break;
        await turn();
      }
    }
    if (options.cancel?.aborted) return { stdout: '', stderr: '', exitCode: INTERRUPTED };
    if (turns > TURNS) return { stdout: '', stderr: `bash: stopped: more than ${TURNS} turns of a loop\n`, exitCode: 1 };
    return after === '' ? last : execLine(after, options);
  }

  async function execLine(line: string, options: ExecOptions): Promise<ToolResult> {
    const looped = options.onOutput === undefined ? null : loopLine(line);
    if (looped !== null) return execLoop(looped, options);
    const commands = options.onOutput === undefined ? null : foregroundCommands(line);
    const canFollow = (stages: readonly string[]): boolean =>
      COMMANDS.some((tool) => tool.name === firstWord(stages[0])) &&
      writesToTerminal(stages[0]) &&
      stages.slice(1).every((stage) => (LINE_FILTERS.has(firstWord(stage)) || lineTaker(stage) !== null) && writesToTerminal(stage)) &&
      (stages.length === 1 || /\s(-f|-w|--follow|--watch|-[a-z]*f)\b/.test(stages[0]) || firstWord(stages[0]) === 'watch');
    if (commands === null || !commands.some(({ stages }) => canFollow(stages))) return runKept(line, options);
    let last: ToolResult = { stdout: '', stderr: '', exitCode: 0 };
    for (const { stages } of commands) {
      if (last.stdout + last.stderr !== '') options.onOutput?.(last.stdout + last.stderr);
      last = canFollow(stages) ? await runFollowed(stages, options) : await runKept(stages.join(' | '), options);
      if (options.cancel?.aborted) break;
    }
    return last;
  }

  async function layOut(): Promise<void> {
    await layOutFiles(files, port, clock.unixMs);
    await layOutKubeconfig(files, port);
  }

  return {
    async exec(line, options = {}) {
      clock.unixMs = await nowMs(port);
      opened();
      ready ??= layOut();
      await ready;
      if (line.trim() === '') return { stdout: '', stderr: '', exitCode: 0 };
      history.push(line);
      await port.observe('shell', line);
      current = { line, cancel: options.cancel };
      if (line.trim() === 'history') return { stdout: history.map((past, at) => `${String(at + 1).padStart(5)}  ${past}\n`).join(''), stderr: '', exitCode: 0 };
      return withSeededChance(`shell/${clock.unixMs}/${line}`, () => execLine(line, options));
    },
    async complete(line, cursor) {
      clock.unixMs = await nowMs(port);
      ready ??= layOut();
      await ready;
      return completeLine(line, cursor, { port, files, cwd, env, home: HOME });
    },
    prompt: () => `${USER}@${HOST}:${cwd === HOME ? '~' : cwd.startsWith(`${HOME}/`) ? `~${cwd.slice(HOME.length)}` : cwd}$ `,
    history: () => history,
  };
}
