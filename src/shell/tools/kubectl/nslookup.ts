import { candidatesOf, type ResolverInspection } from '../../../contract/names.ts';
import type { Call } from './call.ts';

/** BIND's nslookup inside a container, as of 9.18: texts, tries and times as it has them against a name server that answers, denies, and says nothing. */
const TRIES = 3;
const TIMEOUT_US = 5e6;
const FAILED = 1;

const INSIDE = /\.cluster\.local$/;

interface Query {
  readonly pod: string;
  readonly nameserver: string;
  readonly tries: number;
  readonly timeoutUs: number;
  /** Grows with every query of the program. */
  number: number;
}

/** Prints to the call as it goes. @returns the process's exit code */
export async function nslookup(call: Call, pod: string, args: readonly string[]): Promise<number> {
  const options = new Map(args.flatMap((arg) => (arg.startsWith('-') ? [keyAndValue(arg)] : [])));
  const [name, server] = args.filter((arg) => !arg.startsWith('-'));
  const resolver = await call.port.resolver();
  const wrong = [...options.keys()].find((key) => !['timeout', 'retry', 'type', 'querytype', 'q'].includes(key));
  // as BIND's does, it says so and goes on without
  if (wrong !== undefined) call.print(`*** Invalid option: ${wrong}\n`);
  const wanted = options.get('type') ?? options.get('querytype') ?? options.get('q') ?? '';
  const isKnown = ['', 'A', 'AAAA'].includes(wanted.toUpperCase());
  if (!isKnown) call.print(`unknown query type: ${wanted}\n`);
  if (name === undefined) {
    call.warn('nslookup: it does not ask questions here: give it a name');
    return FAILED;
  }
  if (server !== undefined && server !== resolver.nameserver) {
    call.warn(`nslookup: no name server but ${resolver.nameserver} is simulated`);
    return FAILED;
  }
  call.stream();
  const seconds = Number(options.get('timeout') ?? TIMEOUT_US / 1e6);
  const query: Query = { pod, nameserver: resolver.nameserver, tries: Number(options.get('retry') ?? TRIES), timeoutUs: seconds * 1e6, number: 0 };
  if (!Number.isInteger(query.tries) || query.tries < 1 || !Number.isInteger(seconds) || seconds < 1) {
    call.warn('nslookup: -timeout and -retry are whole numbers from 1');
    return FAILED;
  }
  return lookUp(call, query, name, resolver, isKnown ? wanted.toUpperCase() : '');
}

function keyAndValue(arg: string): [string, string] {
  const [key, value = ''] = arg.slice(1).split('=');
  return [key, value];
}

/** The first of the candidates that is there, its IPv4 address first. */
async function lookUp(call: Call, query: Query, name: string, resolver: ResolverInspection, type: string): Promise<number> {
  const heading = `Server:\t\t${query.nameserver}\nAddress:\t${query.nameserver}#53\n\n`;
  for (const candidate of candidatesOf(name, resolver)) {
    const address = await ask(call, query, candidate);
    if (address === undefined) return FAILED;
    if (address === null) continue;
    // CoreDNS speaks for the cluster's names itself, and passes on what it was told of others
    call.print(`${heading}${INSIDE.test(candidate) ? '' : 'Non-authoritative answer:\n'}`);
    if (type === 'AAAA') {
      // Services and instances have IPv4 addresses only
      call.print(`*** Can't find ${name}: No answer\n\n`);
      return 0;
    }
    call.print(`Name:\t${candidate}\nAddress: ${address}\n`);
    if (type === '' && (await ask(call, query, candidate)) === undefined) return 0;
    call.print('\n');
    return 0;
  }
  call.print(`${heading}** server can't find ${name.replace(/\.$/, '')}: NXDOMAIN\n\n`);
  return FAILED;
}

/** One question, asked until there is an answer. @returns the address, null where there is no such name, undefined where nobody answers */
async function ask(call: Call, query: Query, question: string): Promise<string | null | undefined> {
  for (let tries = 0; tries < query.tries; tries++) {
    const answer = await call.port.askName(query.pod, question, query.number++);
    const isLost = answer === null || answer.outcome === 'lost';
    await call.sleep(isLost ? query.timeoutUs : answer.afterUs);
    if (answer?.outcome === 'answered') return answer.address;
    call.print(`;; communications error to ${query.nameserver}#53: ${isLost ? 'timed out' : 'connection refused'}\n`);
  }
  call.print(';; no servers could be reached\n\n');
  return undefined;
}

const RESOLV_CONF = '/etc/resolv.conf';

/** The one file that containers have. */
export async function cat(call: Call, _pod: string, files: readonly string[]): Promise<number> {
  const { nameserver, search, ndots } = await call.port.resolver();
  for (const file of files) {
    if (file !== RESOLV_CONF) {
      call.warn(`cat: ${file}: containers here have no file but ${RESOLV_CONF}`);
      return FAILED;
    }
    call.print(`search ${search.join(' ')}\nnameserver ${nameserver}\noptions ndots:${ndots}\n`);
  }
  return 0;
}
