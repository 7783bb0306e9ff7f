export const DEFAULT_MACHINE = 'e2-standard-4';

/** vCPUs of a machine type such as `e2-standard-4`; of another name as many as its pods can have. */
export function cpusOf(machineType: string, cpuMilli: number): number {
  const written = /-(\d+)$/.exec(machineType)?.[1];
  return written === undefined ? Math.ceil(cpuMilli / 1000) : Number(written);
}
