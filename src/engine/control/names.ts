import { hashText } from '../../base/hash.ts';
import type { FleetModel } from '../../scenario/model/fleet.ts';

/** Alphabet of generated names: no vowels, no look-alikes. Source: k8s.io/apimachinery/pkg/util/rand. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

function letters(seed: string, count: number): string {
  let name = '';
  for (let i = 0; i < count; i++) name += ALPHABET[hashText(seed, i + 1) % ALPHABET.length];
  return name;
}

/** pod-template-hash: the same template has the same ReplicaSet, whenever it comes back. */
export function templateHash(service: string, image: string, env: Readonly<Record<string, string>>, restartedAtUs: number | null, resources?: object): string {
  return letters(`${service} ${image} ${JSON.stringify(env)} ${restartedAtUs ?? ''}${resources === undefined ? '' : ` ${JSON.stringify(resources)}`}`, 10);
}

export function podSuffix(seed: string): string {
  return letters(`pod/${seed}`, 5);
}

/** Of an object that clusters of several regions have by the same name. */
export function uidIn(fleet: FleetModel, region: string, text: string): string {
  return uidOf(region === fleet.regions[0].name ? text : `${region}/${text}`);
}

/** A random-looking UUID (version 4 layout) from a text. */
export function uidOf(text: string): string {
  const part = (salt: number): string => hashText(text, salt).toString(16).padStart(8, '0');
  const hex = part(11) + part(12) + part(13) + part(14);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
