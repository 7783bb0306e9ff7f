export const CONTENT_SECURITY_POLICY: string;
export const SECURITY_HEADERS: Readonly<Record<string, string>>;
export function contentType(extension: string): string;
export function cacheControl(path: string): string;
