/** What the page calls the one CDN of a fleet. */
export const CDN = 'cdn';

/** Where a CDN's objects are: the path rule of its backend bucket, and an object's path. */
export const SEGMENT_PATHS = '/segments/*';

export function segmentPath(object: number): string {
  return `/segments/${object}.m4s`;
}

/** What an invalidation may name. Source: docs.cloud.google.com/cdn/docs/cache-invalidation-overview, path patterns. */
export function isPathPattern(path: string): boolean {
  return /^\/[^?#*]*$/.test(path) || /^\/([^?#*]*\/)?\*$/.test(path);
}

/** The object that a pattern names: all of them, none (NaN), or one. */
export function objectsNamed(pattern: string): number | 'all' {
  if (pattern.endsWith('/*')) return SEGMENT_PATHS.startsWith(pattern.slice(0, -1)) ? 'all' : Number.NaN;
  const named = /^\/segments\/(\d+)\.m4s$/.exec(pattern);
  return named === null || segmentPath(Number(named[1])) !== pattern ? Number.NaN : Number(named[1]);
}
