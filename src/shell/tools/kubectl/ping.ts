import type { OptionSpec } from '../../options.ts';
import { lastValue, parseOptions } from '../../options.ts';
import { parseDuration } from '../../wall-clock.ts';
import type { Call } from './call.ts';

/** iputils' ping inside a container. Format and rounding: iputils 20221126, ping/ping_common.c. */
const SPEC: OptionSpec = {
  names: { '-c': 'count', '-i': 'interval', '-W': 'timeout', '-q': 'quiet', '-n': 'numeric' },
  withValue: ['count', 'interval', 'timeout'],
};

const NO_ANSWER = 1,
  WRONG = 2;
/** How long it waits for the last answers when there was none so far. */
const LINGER_US = 10e6;

/** Prints to the call as it goes. @returns the process's exit code */
export async function ping(call: Call, pod: string, args: readonly string[]): Promise<number> {
  const parsed = parseOptions(args, SPEC);
  const [target] = parsed.rest;
  const usage = (why: string): number => {
    call.warn(why);
    return WRONG;
  };
  if (parsed.unknown !== undefined) return usage(`ping: invalid option -- '${parsed.unknown.replace(/^-+/, '')}'`);
  if (parsed.missingValue !== undefined) return usage(`ping: option requires an argument -- '${parsed.missingValue.replace(/^-+/, '')}'`);
  if (target === undefined) return usage('ping: usage error: Destination address required');
  const countText = lastValue(parsed, 'count');
  const count = countText === undefined ? Infinity : Number(countText);
  if (!Number.isInteger(count) && count !== Infinity) return usage(`ping: invalid argument: '${countText}'`);
  if (count < 1) return usage(`ping: invalid argument: '${countText}': out of range: 1 <= value <= 9223372036854775807`);
  if (count === Infinity && !call.isTerminal) return usage('ping: without -c it goes on for ever: give a count where nobody can press Ctrl-C');
  const everyUs = parseDuration(lastValue(parsed, 'interval') ?? '1');
  const lingerUs = parseDuration(lastValue(parsed, 'timeout') ?? String(LINGER_US / 1e6));
  if (everyUs === null || everyUs < 2_000) return usage(`ping: bad timing interval: ${lastValue(parsed, 'interval')}`);
  if (lingerUs === null) return usage(`ping: bad linger time: ${lastValue(parsed, 'timeout')}`);
  const quiet = parsed.values.quiet !== undefined;
  const first = await call.port.echo(pod, target, 1);
  if (first === null) return usage(`ping: ${target}: Name or service not known`);
  call.stream();
  const { address } = first;
  call.print(`PING ${target} (${address}) 56(84) bytes of data.\n`);
  const startUs = await call.port.now();
  const times: number[] = [];
  let lastUs = startUs;
  let sent = 0;
  while (sent < count) {
    sent++;
    const sentUs = await call.port.now();
    lastUs = sentUs;
    const answer = sent === 1 ? first : await call.port.echo(pod, target, sent);
    const rttUs = answer?.rttUs ?? null;
    if (rttUs !== null) {
      await call.sleep(rttUs);
      lastUs = sentUs + rttUs;
      times.push(rttUs);
      if (!quiet) call.print(`64 bytes from ${address}: icmp_seq=${sent} ttl=${answer?.ttl} time=${milliseconds(rttUs)} ms\n`);
    }
    if (sent < count) await call.sleep(Math.max(0, sentUs + everyUs - (await call.port.now())));
    else if (rttUs === null) await call.sleep(times.length === 0 ? lingerUs : Math.min(lingerUs, 2 * Math.max(...times)));
  }
  call.print(summary(target, sent, times, lastUs - startUs));
  return times.length === 0 ? NO_ANSWER : 0;
}

/** As many decimals as make three digits. */
function milliseconds(us: number): string {
  if (us >= 100_000 - 50) return String(Math.floor((us + 500) / 1000));
  if (us >= 10_000 - 5) return (Math.floor((us + 50) / 100) / 10).toFixed(1);
  if (us >= 1_000) return (Math.floor((us + 5) / 10) / 100).toFixed(2);
  return (us / 1000).toFixed(3);
}

function summary(target: string, sent: number, times: readonly number[], tookUs: number): string {
  const lost = Number((((sent - times.length) * 100) / sent).toPrecision(6));
  const head = `\n--- ${target} ping statistics ---\n${sent} packets transmitted, ${times.length} received, ${lost}% packet loss, time ${Math.floor(tookUs / 1000)}ms\n`;
  if (times.length === 0) return `${head}\n`;
  const mean = times.reduce((sum, us) => sum + us, 0) / times.length;
  const square = times.reduce((sum, us) => sum + us * us, 0) / times.length;
  const deviation = Math.sqrt(Math.max(0, square - mean * mean));
  const [least, average, most, apart] = [Math.min(...times), mean, Math.max(...times), deviation].map((us) => (Math.floor(us) / 1000).toFixed(3));
  return `${head}rtt min/avg/max/mdev = ${least}/${average}/${most}/${apart} ms\n`;
}
