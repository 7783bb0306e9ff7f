import { type FileContent, type FsStat, InMemoryFs } from 'just-bash';

/** What a file holds at this moment, and the size it should be thought to have. */
export interface LiveFile {
  read(): Promise<string>;
}

/** A time this near to the host's clock is just-bash's "now". */
const TOUCH_MS = 2_000;

/** `ls` prints a time in the host's zone, and as a year when it is half a year before the host's clock: here it is UTC, and as old as it is in simulated time. */
class FleetDate extends Date {
  readonly #clock: { readonly unixMs: number };

  constructor(unixMs: number, clock: { readonly unixMs: number }) {
    super(unixMs);
    this.#clock = clock;
  }

  override getFullYear(): number {
    return this.getUTCFullYear();
  }
  override getMonth(): number {
    return this.getUTCMonth();
  }
  override getDate(): number {
    return this.getUTCDate();
  }
  override getHours(): number {
    return this.getUTCHours();
  }
  override getMinutes(): number {
    return this.getUTCMinutes();
  }
  override [Symbol.toPrimitive](hint: 'default'): string;
  override [Symbol.toPrimitive](hint: 'string'): string;
  override [Symbol.toPrimitive](hint: 'number'): number;
  override [Symbol.toPrimitive](hint: string): string | number {
    return hint === 'number' ? this.getTime() - this.#clock.unixMs + Date.now() : this.toISOString();
  }
}

/**
 * The terminal's files: an in-memory file system whose clock is simulated time and some of whose files (logs) are rendered anew
 * whenever they are read.
 */
export class FleetFileSystem extends InMemoryFs {
  readonly #live = new Map<string, LiveFile>();
  readonly #clock: { unixMs: number };
  /** just-bash cannot set the time of a symbolic link without following it. */
  readonly #linkDates = new Map<string, number>();

  constructor(clock: { unixMs: number }) {
    super();
    this.#clock = clock;
  }

  /** Adds a file whose content is rendered at each read. */
  addLive(path: string, file: LiveFile): void {
    this.writeFileSync(path, '');
    this.#live.set(path, file);
  }

  /** Adds a plain file dated `unixMs`. */
  addText(path: string, text: string, unixMs: number): void {
    this.writeFileSync(path, text, undefined, { mtime: new Date(unixMs) });
  }

  livePaths(): readonly string[] {
    return [...this.#live.keys()];
  }

  override async readFileBuffer(path: string): Promise<Uint8Array> {
    const live = await this.#find(path);
    return live === undefined ? super.readFileBuffer(path) : new TextEncoder().encode(await live.read());
  }

  override async readFileBytes(path: string): ReturnType<InMemoryFs['readFileBytes']> {
    const live = await this.#find(path);
    if (live === undefined) return super.readFileBytes(path);
    const bytes = new TextEncoder().encode(await live.read());
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return text as unknown as Awaited<ReturnType<InMemoryFs['readFileBytes']>>;
  }

  override async readFile(...args: Parameters<InMemoryFs['readFile']>): Promise<string> {
    const live = await this.#find(args[0]);
    return live === undefined ? super.readFile(...args) : live.read();
  }

  /** Gives all that just-bash put here the date `unixMs`: it dates its own files by the host's clock. */
  async dateEverything(unixMs: number): Promise<void> {
    const at = new Date(unixMs);
    for (const path of this.getAllPaths()) await super.utimes(path, at, at);
  }

  override async stat(path: string): Promise<FsStat> {
    return this.#dated(path, await super.stat(path));
  }

  override async lstat(path: string): Promise<FsStat> {
    const stat = await super.lstat(path);
    const linkedMs = stat.isSymbolicLink ? this.#linkDates.get(path) : undefined;
    return this.#dated(path, linkedMs === undefined ? stat : { ...stat, mtime: new Date(linkedMs) });
  }

  /** `touch` hands over the host's clock; a time that was asked for is kept. */
  override async utimes(path: string, accessed: Date, modified: Date): Promise<void> {
    if (Math.abs(modified.getTime() - Date.now()) > TOUCH_MS) return super.utimes(path, accessed, modified);
    await this.#touch(path);
  }

  override async cp(from: string, to: string, options?: Parameters<InMemoryFs['cp']>[2]): Promise<void> {
    const before = new Set(this.getAllPaths());
    await super.cp(from, to, options);
    await this.#touch(to);
    for (const path of this.getAllPaths()) if (path.startsWith(`${to}/`) && !before.has(path)) await this.#touch(path);
  }

  override async symlink(target: string, path: string): Promise<void> {
    await super.symlink(target, path);
    this.#linkDates.set(path, this.#clock.unixMs);
  }

  override async writeFile(path: string, content: FileContent, options?: Parameters<InMemoryFs['writeFile']>[2]): Promise<void> {
    await this.#refuseLive(path);
    await super.writeFile(path, content, options);
    await this.#touch(path);
  }

  override async appendFile(path: string, content: FileContent, options?: Parameters<InMemoryFs['appendFile']>[2]): Promise<void> {
    await this.#refuseLive(path);
    await super.appendFile(path, content, options);
    await this.#touch(path);
  }

  override async mkdir(path: string, options?: Parameters<InMemoryFs['mkdir']>[1]): Promise<void> {
    await super.mkdir(path, options);
    await this.#touch(path);
  }

  override async rm(path: string, options?: Parameters<InMemoryFs['rm']>[1]): Promise<void> {
    await this.#refuseLive(path);
    await super.rm(path, options);
  }

  /** Gives new files the simulated time; just-bash dates them by the real clock. */
  async #touch(path: string): Promise<void> {
    const at = new Date(this.#clock.unixMs);
    await super.utimes(path, at, at);
  }

  async #find(path: string): Promise<LiveFile | undefined> {
    if (this.#live.size === 0) return undefined;
    const direct = this.#live.get(path);
    if (direct !== undefined || !(await super.exists(path))) return direct;
    return this.#live.get(await super.realpath(path));
  }

  async #dated(path: string, stat: FsStat): Promise<FsStat> {
    const live = this.#live.get(path);
    const mtime = (ms: number): Date => new FleetDate(ms, this.#clock);
    if (live === undefined) return { ...stat, mtime: mtime(stat.mtime.getTime()) };
    const size = new TextEncoder().encode(await live.read()).length;
    return { ...stat, size, mtime: mtime(this.#clock.unixMs) };
  }

  async #refuseLive(path: string): Promise<void> {
    if ((await this.#find(path)) !== undefined) throw new Error(`EACCES: permission denied, open '${path}'`);
  }
}
