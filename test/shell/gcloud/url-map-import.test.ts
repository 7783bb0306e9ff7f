import { describe, expect, it } from 'vitest';
import { BACKEND_SERVICE, edgePort, gcloud, loadBalancer } from './edge-port.ts';

const SERVICE = `https://www.googleapis.com/compute/v1/projects/wavelength-prod/global/backendServices/${BACKEND_SERVICE}`;
const HEAD = `name: wavelength-lb\ndefaultService: ${SERVICE}\n`;
const policy = (text: string): string => `${HEAD}defaultRouteAction:\n  retryPolicy: ${text}\n`;

/** Imports a text as file `um.yaml`. */
async function imported(text: string, flags = '--quiet', stdin = '') {
  const port = edgePort({ loadBalancer: loadBalancer({ retries: 1 }) });
  const result = await gcloud(`gcloud compute url-maps import wavelength-lb --source=um.yaml ${flags}`, port, { stdin, files: { 'um.yaml': text } });
  return { ...result, commands: port.executed.map(({ command }) => command) };
}

const set = (retries: number) => [{ kind: 'set-edge-retries', retries }];

describe('gcloud compute url-maps import', () => {
  it.each([
    ['a policy', policy('{numRetries: 3, retryConditions: [gateway-error]}'), 3],
    ['a policy without a number, of which one is the default', policy('{retryConditions: [gateway-error]}'), 1],
    ['no policy', HEAD, 0],
    ['a route action without a policy', `${HEAD}defaultRouteAction: {}\n`, 0],
    [
      'JSON',
      JSON.stringify({
        name: 'wavelength-lb',
        defaultService: BACKEND_SERVICE,
        defaultRouteAction: { retryPolicy: { numRetries: 2, retryConditions: ['gateway-error'] } },
      }),
      2,
    ],
    [
      'fields that the API gives out',
      `${policy('{numRetries: 2, retryConditions: [gateway-error]}')}id: 456\nkind: compute#urlMap\ncreationTimestamp: '2026-10-01'\n`,
      2,
    ],
  ])('%s', async (_, text, retries) => {
    expect(await imported(text)).toEqual({ stdout: '', stderr: 'Updating URL map...done.\n', exitCode: 0, commands: set(retries) });
  });

  it('logs the line that was typed', async () => {
    const port = edgePort();
    const line = 'gcloud compute url-maps import wavelength-lb --source=um.yaml -q';
    await gcloud(line, port, { files: { 'um.yaml': policy('{numRetries: 1, retryConditions: [gateway-error]}') } });
    expect(port.executed).toEqual([{ command: { kind: 'set-edge-retries', retries: 1 }, intent: line }]);
  });

  it.each(['', '--source=-', '--source='])('reads standard input: %s', async (source) => {
    const port = edgePort();
    const result = await gcloud(`gcloud compute url-maps import wavelength-lb ${source} --global`, port, {
      stdin: policy('{numRetries: 2, retryConditions: [gateway-error]}'),
    });
    expect(result).toEqual({
      stdout: '',
      stderr: 'Url Map [wavelength-lb] will be overwritten.\n\nDo you want to continue (Y/n)?  \nUpdating URL map...done.\n',
      exitCode: 0,
    });
    expect(port.executed.map(({ command }) => command)).toEqual(set(2));
  });

  it('asks, and takes what is piped in for the answer', async () => {
    const asks = 'Url Map [wavelength-lb] will be overwritten.\n\nDo you want to continue (Y/n)?  ';
    expect(await imported(HEAD, '', 'y\n')).toMatchObject({ stderr: `${asks}\nUpdating URL map...done.\n`, commands: set(0) });
    expect(await imported(HEAD, '', 'what\nyes\n')).toMatchObject({
      stderr: `${asks}Please enter 'y' or 'n':  \nUpdating URL map...done.\n`,
      commands: set(0),
    });
    expect(await imported(HEAD, '', '')).toMatchObject({ exitCode: 0, commands: set(0) });
    expect(await imported(HEAD, '', 'N\n')).toEqual({
      stdout: '',
      stderr: `${asks}\nERROR: (gcloud.compute.url-maps.import) Aborted by user.\n`,
      exitCode: 1,
      commands: [],
    });
  });

  it('changes nothing when the file is what there is', async () => {
    const port = edgePort({ loadBalancer: loadBalancer({ retries: 1 }) });
    const files: Record<string, string> = {};
    await gcloud('gcloud compute url-maps export wavelength-lb --destination=um.yaml', port, { files });
    expect(await gcloud('gcloud compute url-maps import wavelength-lb --source=um.yaml', port, { files })).toEqual({ stdout: '', stderr: '', exitCode: 0 });
    expect(port.executed).toEqual([]);
    files['um.yaml'] = files['um.yaml'].replace('numRetries: 1', 'numRetries: 4');
    await gcloud('gcloud compute url-maps import wavelength-lb --source=um.yaml', port, { files });
    expect(port.executed.map(({ command }) => command)).toEqual(set(4));
  });

  const named = (field: string) => `'resource.defaultRouteAction.retryPolicy.${field}'`;
  it.each([
    [policy('{numRetries: many, retryConditions: [gateway-error]}'), "'many' is not of type 'integer'"],
    [policy('{numRetries: 1.5, retryConditions: [gateway-error]}'), "1.5 is not of type 'integer'"],
    [policy('{numRetries: true, retryConditions: [gateway-error]}'), "True is not of type 'integer'"],
    [policy('{numRetries: null, retryConditions: [gateway-error]}'), "None is not of type 'integer'"],
    [policy('{numRetries: 0, retryConditions: [gateway-error]}'), `HTTPError 400: Invalid value for field ${named('numRetries')}: '0'. Must be greater than 0`],
    [policy('{numRetries: 1}'), `HTTPError 400: Required field ${named('retryConditions')} not specified`],
    [policy('{numRetries: 1, retryConditions: []}'), `HTTPError 400: Required field ${named('retryConditions')} not specified`],
    [policy('{numRetries: 1, retryConditions: gateway-error}'), "'gateway-error' is not of type 'array'"],
    [policy('{numRetries: 1, retryConditions: [gateway_error]}'), `HTTPError 400: Invalid value for field ${named('retryConditions[0]')}: 'gateway_error'.`],
    [policy('{numRetries: 1, retryConditions: [5xx]}'), "not simulated: retryConditions ['5xx']; gateway-error is"],
    [policy('{numRetries: 1, retryConditions: [gateway-error], perTryTimeout: {seconds: 1}}'), 'not simulated: defaultRouteAction.retryPolicy.perTryTimeout'],
    [policy('{retries: 1, conditions: [x]}'), "Additional properties are not allowed ('retries', 'conditions' were unexpected)"],
    [policy('[1]'), "[1] is not of type 'object'"],
    [`${HEAD}defaultRouteAction: {timeout: {seconds: 5}}\n`, 'not simulated: defaultRouteAction.timeout'],
    [`${HEAD}hostRules: []\n`, 'not simulated: hostRules'],
    [`${HEAD}timeoutSec: 30\n`, "Additional properties are not allowed ('timeoutSec' was unexpected)"],
    ['name: wavelength-lb\n', "HTTPError 400: Required field 'resource.defaultService' not specified"],
    ['name: wavelength-lb\ndefaultService: global/backendServices/other\n', `not simulated: another defaultService than ${BACKEND_SERVICE}`],
    ['', "None is not of type 'object'"],
    ['a: [1\n', 'Failed to parse YAML: '],
  ])('%s is refused', async (text, message) => {
    const result = await imported(text);
    expect(result).toMatchObject({ stdout: '', exitCode: 1, commands: [] });
    expect(result.stderr).toContain(`ERROR: (gcloud.compute.url-maps.import) ${message}`);
  });

  it('says at which line YAML cannot be read', async () => {
    expect((await imported(`${HEAD}defaultRouteAction: [1\n`)).stderr).toMatch(/line 4, column 1/);
  });

  it("passes on the fleet's refusal", async () => {
    const message = "Invalid value for field 'retryPolicy.numRetries': '99'. Must be between 0 and 10.";
    const port = edgePort({ answer: () => ({ ok: false, refusal: { code: 'command/bad_retries', message } }) });
    const text = policy('{numRetries: 99, retryConditions: [gateway-error]}');
    const result = await gcloud('gcloud compute url-maps import wavelength-lb -q', port, { stdin: text });
    expect(result).toEqual({ stdout: '', stderr: `ERROR: (gcloud.compute.url-maps.import) HTTPError 400: ${message}\n`, exitCode: 1 });
  });

  it('does not create what is not there', async () => {
    const port = edgePort();
    const result = await gcloud('gcloud compute url-maps import other -q', port, { stdin: HEAD.replace('wavelength-lb', 'other') });
    expect(result).toMatchObject({ stderr: 'ERROR: (gcloud.compute.url-maps.import) not simulated: creating URL maps\n', exitCode: 1 });
    expect(port.executed).toEqual([]);
  });
});

describe('route rules', () => {
  const rules = [
    { route: '/v1/home', timeoutUs: 5_000_000, retries: 1 },
    { route: '/v1/playlists/{id}', timeoutUs: 1_500_000, retries: 0 },
  ];
  const ruled = () => edgePort({ loadBalancer: loadBalancer({ routes: rules }) });
  const RULES = `hostRules:
- hosts:
  - '*'
  pathMatcher: routes
kind: compute#urlMap
name: wavelength-lb
pathMatchers:
- defaultService: ${SERVICE}
  name: routes
  routeRules:
  - matchRules:
    - fullPathMatch: /v1/home
    priority: 1
    routeAction:
      retryPolicy:
        numRetries: 1
        retryConditions:
        - gateway-error
      timeout:
        seconds: '5'
    service: ${SERVICE}
  - matchRules:
    - pathTemplateMatch: /v1/playlists/{id}
    priority: 2
    routeAction:
      timeout:
        nanos: 500000000
        seconds: '1'
    service: ${SERVICE}
`;
  /** Exports the URL map, changes its text and imports that. */
  async function edited(from: string, to: string) {
    const port = ruled();
    const files: Record<string, string> = {};
    await gcloud('gcloud compute url-maps export wavelength-lb --destination=um.yaml', port, { files });
    expect(files['um.yaml']).toContain(from);
    files['um.yaml'] = files['um.yaml'].replace(from, to);
    const result = await gcloud('gcloud compute url-maps import wavelength-lb --source=um.yaml -q', port, { files });
    return { ...result, commands: port.executed.map(({ command }) => command) };
  }

  it('are exported as the API gives them, behind the load balancer that can have some', async () => {
    expect((await gcloud('gcloud compute url-maps export wavelength-lb', ruled())).stdout).toContain(RULES);
    const scheme = 'gcloud compute backend-services describe --global --format=value(loadBalancingScheme)';
    const schemeOf = async (port: ReturnType<typeof edgePort>) => (await gcloud(scheme.replace('describe', `describe ${BACKEND_SERVICE}`), port)).stdout;
    expect([await schemeOf(ruled()), await schemeOf(edgePort())]).toEqual(['EXTERNAL_MANAGED\n', 'EXTERNAL\n']);
  });

  it.each([
    ["seconds: '5'", "seconds: '2'", { route: '/v1/home', timeoutUs: 2_000_000, retries: 1 }],
    ["seconds: '5'", 'seconds: 12\n        nanos: 250000000', { route: '/v1/home', timeoutUs: 12_250_000, retries: 1 }],
    ['numRetries: 1', 'numRetries: 3', { route: '/v1/home', timeoutUs: 5_000_000, retries: 3 }],
    ['        nanos: 500000000\n', '', { route: '/v1/playlists/{id}', timeoutUs: 1_000_000, retries: 0 }],
    // without one the backend service's holds
    ["      timeout:\n        seconds: '5'\n", '', { route: '/v1/home', timeoutUs: 30_000_000, retries: 1 }],
  ])('%j in place of %j', async (from, to, rule) => {
    const result = await edited(from, to);
    expect(result).toMatchObject({ stdout: '', exitCode: 0, commands: [{ kind: 'set-edge-route', ...rule }] });
    expect(result.stderr).toMatch(/Updating URL map\.\.\.done\.\n$/);
  });

  const first = 'pathMatchers[0].routeRules[0]';
  it.each([
    ["seconds: '5'", 'seconds: soon', "'soon' is not of type 'integer'"],
    ["seconds: '5'", "seconds: '-5'", `HTTPError 400: Invalid value for field 'resource.${first}.routeAction.timeout.seconds': '-5'.`],
    [
      'nanos: 500000000',
      'nanos: 1000000000',
      "HTTPError 400: Invalid value for field 'resource.pathMatchers[0].routeRules[1].routeAction.timeout.nanos': '1000000000'.",
    ],
    ['nanos: 500000000', 'nanos: 1', 'not simulated: parts of a microsecond'],
    ['numRetries: 1', 'numRetries: 0', `HTTPError 400: Invalid value for field 'resource.${first}.routeAction.retryPolicy.numRetries': '0'.`],
    ['fullPathMatch: /v1/home', 'fullPathMatch: /v1/away', `not simulated: changes of ${first} but its routeAction`],
    ['fullPathMatch: /v1/home', 'prefixMatch: /v1', 'not simulated: pathMatchers.0.routeRules.0.matchRules.0.prefixMatch'],
    ["- '*'", '- example.com', 'not simulated: adding or removing host rules, path matchers and route rules'],
    ['routeRules:', 'rules:', "Additional properties are not allowed ('rules' was unexpected)"],
    ["hosts:\n  - '*'", 'hosts: everywhere', "'everywhere' is not of type 'array'"],
  ])('%j in place of %j is refused, and nothing is changed', async (from, to, message) => {
    const result = await edited(from, to);
    expect(result).toMatchObject({ exitCode: 1, commands: [] });
    expect(result.stderr).toContain(`ERROR: (gcloud.compute.url-maps.import) ${message}`);
  });
});
