import type { DiskModel } from '../model/data-store.ts';
import { closed } from './closed.ts';
import { bytes, flag, whole } from './quantity.ts';

export const GIB = 1024 * 1024 * 1024;
const WORDS = 'expected a whole number of gibibytes such as 20Gi';

/** Storage is bought by the gigabyte, which here as there means 2^30 bytes. Source: Cloud SQL Admin API, settings.dataDiskSizeGb. */
export const diskSize = bytes.refine((size) => size > 0 && size % GIB === 0, { error: WORDS });

export const databaseDisk = closed({
  size: diskSize,
  autoResize: flag.default(false),
  autoResizeLimit: diskSize.optional(),
  iops: whole(1, 1_000_000).optional(),
  walPerTransaction: bytes.refine((size) => size > 0, { error: 'expected a size such as 2Ki, more than nothing' }).optional(),
}).transform(
  ({ size, autoResize, autoResizeLimit, iops, walPerTransaction }): DiskModel => ({
    sizeBytes: size,
    autoResize,
    autoResizeLimitBytes: autoResizeLimit ?? 0,
    iops: iops ?? null,
    walBytesPerTransaction: walPerTransaction ?? null,
  }),
);
