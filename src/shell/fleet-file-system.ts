import { type FileContent, type FsStat, InMemoryFs } from 'just-bash';

/** What a file holds at this moment, and the size it should be thought to have. */
export interface LiveFile {
  read(): Promise<string>;
}

/**
 * The terminal's files: an in-memory file system whose clock is simulated time and some of whose files (logs) are rendered anew
 * whenever they are read.
 */
export class FleetFileSystem extends InMemoryFs {
  readonly #live = new Map<string, LiveFile>();
  readonly #clock: { unixMs: number };

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

  override async stat(path: string): Promise<FsStat> {
    return this.#dated(path, await super.stat(path));
  }

  override async lstat(path: string): Promise<FsStat> {
    return this.#dated(path, await super.lstat(path));
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
    if (live === undefined) return stat;
    const size = new TextEncoder().encode(await live.read()).length;
    return { ...stat, size, mtime: new Date(this.#clock.unixMs) };
  }

  async #refuseLive(path: string): Promise<void> {
    if ((await this.#find(path)) !== undefined) throw new Error(`EACCES: permission denied, open '${path}'`);
  }
}
