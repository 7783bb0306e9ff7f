/** Where the control plane of a region's private cluster listens: a range of its own, outside the nodes'. @param region its place in the fleet */
export function controlPlaneAddress(region: number): string {
  return `172.16.${region}.2`;
}
