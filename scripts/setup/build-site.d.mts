export function ensureSiteBuilt(): void;
