/** Resource quantities in their canonical form. Source: k8s.io/apimachinery pkg/api/resource. */
export function cpuWords(milli: number): string {
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

export function memoryWords(mib: number): string {
  if (mib === 0) return '0';
  return mib % 1024 === 0 ? `${mib / 1024}Gi` : `${mib}Mi`;
}
