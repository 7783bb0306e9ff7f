export function ensureBundled(entry: string): Promise<string>;
