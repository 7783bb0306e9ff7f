const API = 'https://www.googleapis.com/compute/v1';

/** `projects/P/global/urlMaps/N`, the name that messages call a resource by. */
export function globalName(project: string, collection: string, name: string): string {
  return `projects/${project}/global/${collection}/${name}`;
}

export function regionalName(project: string, region: string, collection: string, name: string): string {
  return `projects/${project}/regions/${region}/${collection}/${name}`;
}

export function zonalName(project: string, zone: string, collection: string, name: string): string {
  return `projects/${project}/zones/${zone}/${collection}/${name}`;
}

export function link(name: string): string {
  return `${API}/${name}`;
}

/** What follows the last `/`. */
export function basename(address: string): string {
  return address.slice(address.lastIndexOf('/') + 1);
}
