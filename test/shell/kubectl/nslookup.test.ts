import { beforeAll, describe, expect, it } from 'vitest';
import { HeadlessClock } from '../../../src/cli/headless/clock.ts';
import { openSession } from '../../../src/cli/headless/open-session.ts';
import { createSessionPort } from '../../../src/cli/headless/session-port.ts';
import type { NameAnswer } from '../../../src/contract/names.ts';
import type { ShellPort } from '../../../src/contract/ports.ts';
import type { Session } from '../../../src/session/session-api.ts';
import { kubectl } from './fleet-port.ts';

const SERVER = '127.0.0.1';
const ADDRESS = '10.1.2.3';
const KNOWN = ['leaf.prod.svc.cluster.local', 'db.sql.example'];

let session: Session;
let port: ShellPort;
let pod: string;

beforeAll(() => {
  session = openSession('playlist-hangs', 1);
  session.advance(30_000_000);
  const inner = createSessionPort(session, new HeadlessClock(session), 'player');
  port = { ...inner, sleep: async (durationUs) => session.advance(session.nowUs + durationUs) };
  pod = session.fleet().pods.find(({ ready, service }) => ready && service === 'playlist')?.name ?? '';
}, 300_000);

/** A name server as the one BIND's nslookup 9.18 was tried against. @param lost which queries nobody answers */
function scripted(lost: (sequence: number) => boolean): { port: ShellPort; asked: string[] } {
  const asked: string[] = [];
  const askName = async (_pod: string, question: string, sequence: number): Promise<NameAnswer> => {
    asked.push(question);
    if (lost(sequence)) return { outcome: 'lost', address: null, afterUs: 0 };
    return { outcome: 'answered', address: KNOWN.includes(question) ? ADDRESS : null, afterUs: 400 };
  };
  const resolver = async () => ({ nameserver: SERVER, search: ['prod.svc.cluster.local', 'svc.cluster.local', 'cluster.local'], ndots: 5 });
  return { port: { ...port, askName, resolver }, asked };
}

const HEAD = `Server:\t\t${SERVER}\nAddress:\t${SERVER}#53\n\n`;
const SILENT = `;; communications error to ${SERVER}#53: timed out\n`;
const GIVEN_UP = ';; no servers could be reached\n\n';
const LEAF = `Name:\tleaf.prod.svc.cluster.local\nAddress: ${ADDRESS}\n`;
const LEAF_NAME = 'leaf.prod.svc.cluster.local';

/** Outputs, exit codes, queries and times are those of BIND 9.18 on Debian 12; but that CoreDNS answers with authority for the cluster's names. */
describe('kubectl exec POD -- nslookup', () => {
  const never = (): boolean => false;
  it.each([
    { line: 'leaf', lost: never, stdout: `${HEAD}${LEAF}\n`, code: 0, asked: [LEAF_NAME, LEAF_NAME], seconds: 0 },
    {
      line: 'db.sql.example',
      lost: never,
      stdout: `${HEAD}Non-authoritative answer:\nName:\tdb.sql.example\nAddress: ${ADDRESS}\n\n`,
      code: 0,
      asked: ['prod.svc.cluster.local', 'svc.cluster.local', 'cluster.local']
        .map((domain) => `db.sql.example.${domain}`)
        .concat('db.sql.example', 'db.sql.example'),
      seconds: 0,
    },
    {
      line: 'nope',
      lost: never,
      stdout: `${HEAD}** server can't find nope: NXDOMAIN\n\n`,
      code: 1,
      asked: ['nope.prod.svc.cluster.local', 'nope.svc.cluster.local', 'nope.cluster.local', 'nope'],
      seconds: 0,
    },
    { line: 'leaf.prod.svc.cluster.local.', lost: never, stdout: `${HEAD}${LEAF}\n`, code: 0, asked: [LEAF_NAME, LEAF_NAME], seconds: 0 },
    { line: '-type=AAAA leaf', lost: never, stdout: `${HEAD}*** Can't find leaf: No answer\n\n`, code: 0, asked: [LEAF_NAME], seconds: 0 },
    { line: '-foo leaf', lost: never, stdout: `*** Invalid option: foo\n${HEAD}${LEAF}\n`, code: 0, asked: [LEAF_NAME, LEAF_NAME], seconds: 0 },
    {
      line: 'leaf',
      lost: (sequence: number) => sequence === 0,
      stdout: `${SILENT}${HEAD}${LEAF}\n`,
      code: 0,
      asked: [LEAF_NAME, LEAF_NAME, LEAF_NAME],
      seconds: 5,
    },
    {
      line: 'leaf',
      lost: (sequence: number) => sequence > 0,
      stdout: `${HEAD}${LEAF}${SILENT.repeat(3)}${GIVEN_UP}`,
      code: 0,
      asked: Array(4).fill(LEAF_NAME),
      seconds: 15,
    },
    { line: 'leaf', lost: () => true, stdout: `${SILENT.repeat(3)}${GIVEN_UP}`, code: 1, asked: Array(3).fill(LEAF_NAME), seconds: 15 },
    { line: '-timeout=1 -retry=2 leaf', lost: () => true, stdout: `${SILENT.repeat(2)}${GIVEN_UP}`, code: 1, asked: Array(2).fill(LEAF_NAME), seconds: 2 },
  ])('$line, $seconds s: as the real one', async ({ line, lost, stdout, code, asked, seconds }) => {
    const server = scripted(lost);
    const beforeUs = session.nowUs;
    const result = await kubectl(`kubectl exec ${pod} -- nslookup ${line}`, server.port);
    expect(result.stdout).toBe(stdout);
    expect([result.stderr, result.exitCode]).toEqual([code === 0 ? '' : `command terminated with exit code ${code}\n`, code]);
    expect(server.asked).toEqual(asked);
    expect(Math.floor((session.nowUs - beforeUs) / 1e6)).toBe(seconds);
  });

  it('finds the Services, instances and everything else the fleet names, and changes nothing', async () => {
    const before = session.digest();
    const [domain] = (await port.resolver()).search;
    const answers = await Promise.all(
      [`catalog.${domain}`, `pgbouncer.${domain}`, 'api.wavelength.example', `nobody.${domain}`].map((name) => port.askName(pod, name, 0)),
    );
    expect(session.digest()).toBe(before);
    const { stdout } = await kubectl(`kubectl exec deploy/playlist -- cat /etc/resolv.conf`, port);
    expect(stdout).toMatch(/^search \S+\.svc\.cluster\.local svc\.cluster\.local cluster\.local .*\nnameserver 34\.118\.\d+\.\d+\noptions ndots:5\n$/);
    expect(answers.map((answer) => answer?.address !== null)).toEqual([true, true, true, false]);
  });

  it.each([
    ['nslookup', 'nslookup: it does not ask questions here: give it a name'],
    ['nslookup leaf 8.8.8.8', /^nslookup: no name server but 34\.118\.\d+\.\d+ is simulated/],
    ['nslookup -retry=0 leaf', 'nslookup: -timeout and -retry are whole numbers from 1'],
    ['cat /etc/passwd', 'cat: /etc/passwd: containers here have no file but /etc/resolv.conf'],
  ])('%s is refused', async (line, why) => {
    const { stderr, exitCode } = await kubectl(`kubectl exec ${pod} -- ${line}`, port);
    expect(stderr).toMatch(why);
    expect(exitCode).toBe(1);
  });
});
