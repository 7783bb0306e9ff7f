import { searchDomains } from '../../contract/names.ts';
import type { DnsModel } from '../model/dns.ts';
import type { DnsWords } from '../schema/dns.ts';

export function resolveDns({ timeout, cache, search, ...rest }: DnsWords, namespace: string, project: string): DnsModel {
  return { ...rest, timeoutUs: timeout, cacheUs: cache, search: search ?? searchDomains(namespace, project) };
}
