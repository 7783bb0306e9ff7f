import type { HttpAnswer } from '../../contract/ports.ts';
import { has, lastValue, type OptionSpec, parseOptions } from '../options.ts';
import { fail, type Tool, type ToolResult } from '../tool.ts';
import { parseDuration } from '../wall-clock.ts';

/** curl 7.88.1's exit codes. */
const COULD_NOT_RESOLVE = 6,
  COULD_NOT_CONNECT = 7,
  HTTP_ERROR = 22,
  TIMED_OUT = 28,
  EMPTY_REPLY = 52,
  BAD_URL = 3,
  USAGE_ERROR = 2;
/** curl waits as long as it takes; nothing in a fleet takes longer than this. */
const LONGEST_US = 300_000_000;

const SPEC: OptionSpec = {
  names: {
    '-s': 'silent',
    '--silent': 'silent',
    '-S': 'show-error',
    '--show-error': 'show-error',
    '-v': 'verbose',
    '--verbose': 'verbose',
    '-o': 'output',
    '--output': 'output',
    '-w': 'write-out',
    '--write-out': 'write-out',
    '-m': 'max-time',
    '--max-time': 'max-time',
    '--connect-timeout': 'connect-timeout',
    '-X': 'request',
    '--request': 'request',
    '-I': 'head',
    '--head': 'head',
    '-i': 'include',
    '--include': 'include',
    '-H': 'header',
    '--header': 'header',
    '-f': 'fail',
    '--fail': 'fail',
    '-L': 'location',
    '--location': 'location',
    '-k': 'insecure',
    '--insecure': 'insecure',
    '-d': 'data',
    '--data': 'data',
    '-A': 'agent',
    '--user-agent': 'agent',
    '--http1.1': 'http1',
    '-V': 'version',
    '--version': 'version',
    '-h': 'help',
    '--help': 'help',
  },
  withValue: ['output', 'write-out', 'max-time', 'connect-timeout', 'request', 'header', 'data', 'agent'],
};

export const curl: Tool = {
  name: 'curl',
  summary: 'send one real request through the fleet',
  help: () => `Usage: curl [-s] [-S] [-v] [-i] [-I] [-f] [-o FILE] [-w FORMAT] [-m SECONDS] [-X METHOD] [-H HEADER] URL

URL: the load balancer's host, a service name, or a pod's IP and port. Status, time and headers are those of a real request through the
fleet; the content of a good answer is not simulated.

  curl -sv http://SERVICE/PATH
  curl -i http://POD-IP:8080/READINESS-PATH
  curl -s -o /dev/null -w '%{http_code} %{time_total}\\n' http://SERVICE/PATH
`,
  async run(args, { port, line }) {
    const parsed = parseOptions(args, SPEC);
    const tryHelp = "curl: try 'curl --help' or 'curl --manual' for more information\n";
    if (parsed.unknown !== undefined) return fail(`curl: option ${parsed.unknown}: is unknown\n${tryHelp}`, USAGE_ERROR);
    if (parsed.missingValue !== undefined) return fail(`curl: option ${parsed.missingValue}: requires parameter\n${tryHelp}`, USAGE_ERROR);
    if (has(parsed, 'version')) return { stdout: 'curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1\nRelease-Date: 2023-02-20\n', stderr: '', exitCode: 0 };
    if (has(parsed, 'help')) return { stdout: curl.help(), stderr: '', exitCode: 0 };
    if (parsed.rest.length === 0) return fail(`curl: no URL specified!\n${tryHelp}`, USAGE_ERROR);
    const url = /^(?:(https?):\/\/)?([^/:?#]+)(?::(\d+))?([/?][^#]*)?/.exec(parsed.rest[0]);
    if (url === null) return fail('curl: (3) URL using bad/illegal format or missing URL\n', BAD_URL);
    const [, scheme = 'http', host, givenPort, rawPath = '/'] = url;
    const tcpPort = givenPort ?? (scheme === 'https' ? '443' : '80');
    const path = rawPath.startsWith('?') ? `/${rawPath}` : rawPath;
    const method = lastValue(parsed, 'request') ?? (has(parsed, 'head') ? 'HEAD' : has(parsed, 'data') ? 'POST' : 'GET');
    const maxTime = lastValue(parsed, 'max-time') ?? lastValue(parsed, 'connect-timeout');
    const timeoutUs = maxTime === undefined ? LONGEST_US : parseDuration(maxTime);
    if (timeoutUs === null) return fail(`curl: option -m: expected a proper numerical parameter\n${tryHelp}`, USAGE_ERROR);
    const target = tcpPort === '80' ? host : `${host}:${tcpPort}`;
    const answer = await port.http(target, method, path, timeoutUs, line);
    const request: Request = {
      host,
      tcpPort,
      method,
      path,
      scheme,
      timeoutUs,
      agent: lastValue(parsed, 'agent') ?? 'curl/7.88.1',
      headers: parsed.values.header ?? [],
      url: parsed.rest[0],
    };
    return report(request, answer, {
      silent: has(parsed, 'silent'),
      showError: has(parsed, 'show-error'),
      verbose: has(parsed, 'verbose'),
      head: has(parsed, 'head'),
      include: has(parsed, 'include'),
      fail: has(parsed, 'fail'),
      discard: lastValue(parsed, 'output') === '/dev/null',
      format: lastValue(parsed, 'write-out'),
    });
  },
  async complete(words, port) {
    const last = words[words.length - 1];
    if (last.startsWith('-')) return ['-s', '-S', '-v', '-o', '-w', '-m', '-X', '-I', '-i', '-H', '-f'];
    return (await port.fleet()).services.map(({ name }) => `http://${name}/`);
  },
};

interface Request {
  readonly host: string;
  readonly tcpPort: string;
  readonly method: string;
  readonly path: string;
  readonly scheme: string;
  readonly timeoutUs: number;
  readonly agent: string;
  readonly headers: readonly string[];
  readonly url: string;
}

interface Shown {
  readonly silent: boolean;
  readonly showError: boolean;
  readonly verbose: boolean;
  readonly head: boolean;
  readonly include: boolean;
  readonly fail: boolean;
  readonly discard: boolean;
  readonly format: string | undefined;
}

function report(request: Request, answer: HttpAnswer, shown: Shown): ToolResult {
  const { host, tcpPort } = request;
  const failure = failureOf(request, answer, shown.fail);
  let stderr = '';
  if (shown.verbose) stderr += verbose(request, answer);
  const reached = answer.failure === '' && answer.status > 0;
  const headers = reached
    ? `HTTP/1.1 ${answer.status} ${reason(answer.status)}\r\n${Object.entries(answer.headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`
    : '';
  let stdout = '';
  if (reached && !shown.discard && !(shown.fail && answer.status >= 400)) {
    if (shown.include || shown.head) stdout += headers;
    if (!shown.head) stdout += answer.body;
  }
  if (shown.format !== undefined) stdout += writeOut(shown.format, request, answer, stdout.length);
  if (failure !== null) {
    if (shown.verbose)
      stderr +=
        answer.failure === 'resolve'
          ? `* Could not resolve host: ${host}\n* Closing connection 0\n`
          : answer.failure === 'connect'
            ? `* connect to ${answer.address.replace(/:\d+$/, '') || host} port ${tcpPort} failed: Connection refused\n* Closing connection 0\n`
            : '';
    if (!shown.silent || shown.showError) stderr += `curl: (${failure.code}) ${failure.text}\n`;
  }
  return { stdout, stderr, exitCode: failure?.code ?? 0 };
}

function failureOf({ host, tcpPort, timeoutUs }: Request, answer: HttpAnswer, failOnError: boolean): { code: number; text: string } | null {
  const ms = Math.round(answer.durationUs / 1000);
  if (answer.failure === 'resolve') return { code: COULD_NOT_RESOLVE, text: `Could not resolve host: ${host}` };
  if (answer.failure === 'connect')
    return { code: COULD_NOT_CONNECT, text: `Failed to connect to ${host} port ${tcpPort} after ${ms} ms: Couldn't connect to server` };
  if (answer.failure === 'timeout') return { code: TIMED_OUT, text: timeoutText(answer, timeoutUs) };
  if (answer.status === 0) return { code: EMPTY_REPLY, text: 'Empty reply from server' };
  if (failOnError && answer.status >= 400) return { code: HTTP_ERROR, text: `The requested URL returned error: ${answer.status}` };
  return null;
}

function timeoutText(answer: HttpAnswer, timeoutUs: number): string {
  const ms = Math.round(Math.max(answer.durationUs, timeoutUs) / 1000);
  return connected(answer) ? `Operation timed out after ${ms} milliseconds with 0 bytes received` : `Connection timed out after ${ms} milliseconds`;
}

/** Source of the shapes: curl 7.88.1 against a loopback server. */
function verbose({ host, tcpPort, method, path, agent, headers, timeoutUs }: Request, answer: HttpAnswer): string {
  if (answer.failure === 'resolve') return '';
  const address = answer.address.replace(/:\d+$/, '') || host;
  let out = `*   Trying ${address}:${tcpPort}...\n`;
  if (answer.failure === 'connect') return out;
  if (!connected(answer)) return `${out}* ${timeoutText(answer, timeoutUs)}\n* Closing connection 0\n`;
  out += `* Connected to ${host} (${address}) port ${tcpPort} (#0)\n`;
  out += `> ${method} ${path} HTTP/1.1\n> Host: ${host}${tcpPort === '80' || tcpPort === '443' ? '' : `:${tcpPort}`}\n> User-Agent: ${agent}\n> Accept: */*\n${headers.map((header) => `> ${header}\n`).join('')}> \n`;
  if (answer.failure === 'timeout')
    return `${out}* Operation timed out after ${Math.round(answer.durationUs / 1000)} milliseconds with 0 bytes received\n* Closing connection 0\n`;
  if (answer.status === 0) return `${out}* Empty reply from server\n* Closing connection 0\n`;
  out += `< HTTP/1.1 ${answer.status} ${reason(answer.status)}\n${Object.entries(answer.headers)
    .map(([name, value]) => `< ${name}: ${value}\n`)
    .join('')}< \n`;
  return `${out}* Connection #0 to host ${host} left intact\n`;
}

/** A timeout without an address never got as far as a connection. */
function connected({ failure, address }: HttpAnswer): boolean {
  return failure === '' || (failure === 'timeout' && address !== '');
}

function writeOut(format: string, request: Request, answer: HttpAnswer, size: number): string {
  const total = (answer.durationUs / 1e6).toFixed(6);
  const values: Record<string, string> = {
    http_code: String(answer.status).padStart(3, '0'),
    response_code: String(answer.status).padStart(3, '0'),
    time_total: total,
    time_namelookup: answer.failure === 'resolve' ? '0.000000' : '0.000180',
    time_connect: connected(answer) ? '0.000420' : '0.000000',
    time_pretransfer: connected(answer) ? '0.000460' : '0.000000',
    time_starttransfer: answer.status > 0 ? total : '0.000000',
    url: request.url,
    url_effective: request.url,
    method: request.method,
    remote_ip: answer.address.replace(/:\d+$/, ''),
    remote_port: request.tcpPort,
    size_download: String(size),
    content_type: answer.headers['content-type'] ?? '',
    scheme: request.scheme.toUpperCase(),
    num_redirects: '0',
    http_version: answer.status > 0 ? '1.1' : '0',
    errormsg: '',
    exitcode: '0',
  };
  return format.replace(/%\{(\w+)\}|\\n|\\t|%%/g, (whole, name: string | undefined) =>
    name !== undefined ? (values[name] ?? '') : whole === '\\n' ? '\n' : whole === '\\t' ? '\t' : '%',
  );
}

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  204: 'No Content',
  301: 'Moved Permanently',
  400: 'Bad Request',
  401: 'Unauthorized',
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

function reason(status: number): string {
  return REASONS[status] ?? '';
}
