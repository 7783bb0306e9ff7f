export function ensureCliBuilt(): Promise<string>;
