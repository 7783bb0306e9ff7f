import { describe, expect, it } from 'vitest';
import { cluster, configMap } from '../../kube/fleet-fixture.ts';
import { type FleetPort, fleetPort, kubectl } from './fleet-port.ts';

const CONFIGURED = cluster({
  configMaps: [configMap({ idle_timeout: '620s', log_level: 'info' }), configMap({}, { name: 'empty-config', uid: '5d2c1e00-1111-4222-8333-444455556667' })],
});
const port = (): FleetPort => fleetPort(CONFIGURED);
const CM = 'kubectl patch configmap gateway-config';

/** What is typed, and the keys that are sent with their new values. */
const CHANGES: readonly (readonly [string, Readonly<Record<string, string | null>>])[] = [
  [`${CM} --type merge -p '{"data": {"idle_timeout": "650s"}}'`, { idle_timeout: '650s' }],
  [`${CM} -p '{"data":{"idle_timeout":"650s","fresh":"x"}}'`, { idle_timeout: '650s', fresh: 'x' }],
  [`kubectl patch cm/gateway-config --type=strategic --patch 'data: {idle_timeout: 650s}'`, { idle_timeout: '650s' }],
  [`kubectl patch configmap/gateway-config -p 'data: {idle_timeout: null, empty: ""}'`, { empty: '', idle_timeout: null }],
  [`kubectl -n wavelength patch cm gateway-config --type MERGE -p '{"data":null}'`, { idle_timeout: null, log_level: null }],
  [`${CM} -p '{"data":null}'`, { idle_timeout: null, log_level: null }],
  [`${CM} --type json -p '[{"op":"replace","path":"/data/idle_timeout","value":"650s"}]'`, { idle_timeout: '650s' }],
  [`${CM} --type json -p '[{"op":"add","path":"/data/fresh","value":"x"},{"op":"remove","path":"/data/log_level"}]'`, { fresh: 'x', log_level: null }],
  [`${CM} --type json -p '[{"op":"add","path":"/data","value":{"idle_timeout":"620s"}}]'`, { log_level: null }],
  [`${CM} --type json -p '[{op: replace, path: /data/idle_timeout, value: null}]'`, { idle_timeout: '' }],
];

describe('kubectl patch configmap', () => {
  it.each(CHANGES)('%s', async (line, data) => {
    const fleet = port();
    expect(await kubectl(line, fleet)).toEqual({ stdout: 'configmap/gateway-config patched\n', stderr: '', exitCode: 0 });
    expect(fleet.executed).toEqual([{ command: { kind: 'patch-config', configMap: 'gateway-config', data }, intent: line }]);
  });

  it.each([
    `-p '{}'`,
    `-p 'null'`,
    `--type merge -p '{"data":{"idle_timeout":"620s","nope":null}}'`,
    `--type json -p '[]'`,
    `--type json -p '[{"op":"remove","path":"/data/idle_timeout"},{"op":"add","path":"/data/idle_timeout","value":"620s"}]'`,
  ])('%s changes nothing, and says so', async (rest) => {
    const fleet = fleetPort(cluster({ configMaps: [configMap({ idle_timeout: '620s' })] }));
    expect(await kubectl(`${CM} ${rest}`, fleet)).toEqual({ stdout: 'configmap/gateway-config patched (no change)\n', stderr: '', exitCode: 0 });
    expect(fleet.executed).toEqual([]);
  });

  it('takes a key of any name away', async () => {
    const fleet = fleetPort(cluster({ configMaps: [configMap({ toString: 'x' })] }));
    await kubectl(`${CM} -p 'data: {toString: null}'`, fleet);
    expect(fleet.executed.map(({ command }) => command)).toEqual([{ kind: 'patch-config', configMap: 'gateway-config', data: { toString: null } }]);
  });

  it('reads the patch from a file', async () => {
    const fleet = fleetPort(cluster({ configMaps: [configMap({ idle_timeout: '620s' })] }));
    fleet.files.set('patch.yaml', 'data:\n  idle_timeout: 30s\n');
    expect((await kubectl(`${CM} --patch-file patch.yaml`, fleet)).stdout).toBe('configmap/gateway-config patched\n');
    expect(fleet.executed[0].command).toMatchObject({ data: { idle_timeout: '30s' } });
    fleet.files.set('broken.yaml', 'data: {');
    expect((await kubectl(`${CM} --patch-file broken.yaml`, fleet)).stderr).toBe(`error: unable to parse "": yaml: line 1: did not find expected ',' or '}'\n`);
  });

  it('patches several, and says at the end which were not there', async () => {
    const fleet = port();
    expect(await kubectl(`kubectl patch cm empty-config nope -p '{"data":{"a":"b"}}'`, fleet)).toEqual({
      stdout: 'configmap/empty-config patched\n',
      stderr: 'Error from server (NotFound): configmaps "nope" not found\n',
      exitCode: 1,
    });
    expect(fleet.executed.map(({ command }) => command)).toEqual([{ kind: 'patch-config', configMap: 'empty-config', data: { a: 'b' } }]);
  });

  it('says what the fleet refuses in the words of the API server', async () => {
    const fleet = fleetPort(CONFIGURED, {
      answer: () => ({ ok: false, refusal: { code: 'command/config_not_found', message: 'configmaps "gateway-config" not found' } }),
    });
    expect(await kubectl(`kubectl patch cm empty-config -p '{"data":{"a":"b"}}'`, fleet)).toEqual({
      stdout: '',
      stderr: 'Error from server (NotFound): configmaps "gateway-config" not found\n',
      exitCode: 1,
    });
  });

  const IMPOSSIBLE = 'The request is invalid: the server rejected our request due to an error in our request';
  const KEY_RULE =
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

  /** The client's own words were compared with kubectl 1.32, the server's are after apiserver pkg/endpoints/handlers/patch.go. */
  it.each([
    ['kubectl patch cm gateway-config', 'error: must specify --patch or --patch-file containing the contents of the patch'],
    [`kubectl patch cm empty-config -p '{}' --patch-file x`, 'error: cannot specify --patch and --patch-file together'],
    ['kubectl patch cm empty-config --patch-file nope.json', 'error: unable to read patch file: open nope.json: no such file or directory'],
    [`kubectl patch cm empty-config --type foo -p '{}'`, 'error: --type must be one of [json merge strategic], not "foo"'],
    [`kubectl patch cm empty-config -p 'data: {a: b'`, `error: unable to parse "data: {a: b": yaml: line 1: did not find expected ',' or '}'`],
    [`kubectl patch cm -p '{}'`, 'error: resource(s) were provided, but no name was specified'],
    [`kubectl patch foo x -p '{}'`, `error: the server doesn't have a resource type "foo"`],
    [`kubectl patch cm nope -p '{'`, 'Error from server (NotFound): configmaps "nope" not found'],
    [`kubectl patch cm gateway-config -n default -p '{}'`, 'Error from server (NotFound): configmaps "gateway-config" not found'],
    [`kubectl patch cm empty-config -p '{data:{a:b}}'`, "Error from server (BadRequest): invalid character 'd' looking for beginning of object key string"],
    [`kubectl patch cm empty-config --type merge -p '{"data":{"a":"b"}'`, 'Error from server (BadRequest): error decoding patch: unexpected end of JSON input'],
    [`kubectl patch cm empty-config -p foo`, 'Error from server (BadRequest): json: cannot unmarshal string into Go value of type map[string]interface {}'],
    [
      `kubectl patch cm empty-config --type json -p '{"data":{}}'`,
      'Error from server (BadRequest): error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    ],
    [
      `kubectl patch cm empty-config --type json -p '[1]'`,
      'Error from server (BadRequest): error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp',
    ],
    [
      `kubectl patch cm empty-config -p '{"data":{"a":5}}'`,
      'The request is invalid: patch: Invalid value: "map[data:map[a:5]]": cannot convert int64 to string',
    ],
    [`kubectl patch cm empty-config -p 'data: {a: on}'`, 'The request is invalid: patch: Invalid value: "map[data:map[a:true]]": unrecognized type: string'],
    [
      `kubectl patch cm empty-config -p 'data: {a: [x, 1.5]}'`,
      'The request is invalid: patch: Invalid value: "map[data:map[a:[x 1.5]]]": unrecognized type: string',
    ],
    [`kubectl patch cm empty-config -p 'data: x'`, 'The request is invalid: patch: Invalid value: "map[data:x]": cannot restore map from string'],
    [
      `kubectl patch cm empty-config --type merge -p 'data: {a: 5}'`,
      String.raw`The request is invalid: patch: Invalid value: "{\"apiVersion\":\"v1\",\"data\":{\"a\":5},\"kind\":\"ConfigMap\",\"metadata\":{\"creationTimestamp\":\"2025-10-18T13:00:00Z\",\"name\":\"empty-config\",\"namespace\":\"wavelength\",\"resourceVersion\":\"3654400003\",\"uid\":\"5d2c1e00-1111-4222-8333-444455556667\"}}": json: cannot unmarshal number into Go struct field ConfigMap.data of type string`,
    ],
    [`kubectl patch cm empty-config -p 'data: {"a b": x}'`, `The ConfigMap "empty-config" is invalid: data[a b]: Invalid value: "a b": ${KEY_RULE}`],
    [
      `kubectl patch cm empty-config -p 'data: {"a b": x, "c/d": z}'`,
      `The ConfigMap "empty-config" is invalid: \n* data[a b]: Invalid value: "a b": ${KEY_RULE}\n* data[c/d]: Invalid value: "c/d": ${KEY_RULE}`,
    ],
    [
      `kubectl patch cm empty-config --type json -p '[{"op":"add","path":"/data","value":{}},{"op":"add","path":"/data/c~1d","value":"x"}]'`,
      `The ConfigMap "empty-config" is invalid: data[c/d]: Invalid value: "c/d": ${KEY_RULE}`,
    ],
    [`kubectl patch cm gateway-config --type json -p '[{"op":"replace","path":"/data/nope","value":"x"}]'`, IMPOSSIBLE],
    [`kubectl patch cm gateway-config --type json -p '[{"op":"remove","path":"/data/toString"}]'`, IMPOSSIBLE],
    [`kubectl patch cm gateway-config --type json -p '[{"op":"add","path":"/data/idle_timeout/deep","value":"x"}]'`, IMPOSSIBLE],
    [`kubectl patch cm empty-config --type json -p '[{"op":"add","path":"/data/first","value":"x"}]'`, IMPOSSIBLE],
    [`kubectl patch cm empty-config --type json -p '[{"op":"replace","path":"/data","value":{"a":"b"}}]'`, IMPOSSIBLE],
    [`kubectl patch cm gateway-config --type json -p '[{"op":"set","path":"/data/idle_timeout","value":"x"}]'`, IMPOSSIBLE],
  ])('%s is refused', async (line, message) => {
    const fleet = port();
    expect(await kubectl(line, fleet)).toEqual({ stdout: '', stderr: `${message}\n`, exitCode: 1 });
    expect(fleet.executed).toEqual([]);
  });

  it.each([
    [`patch deploy/playlist -p '{"spec":{"replicas":5}}'`, 'kubectl scale'],
    [`patch cm kube-root-ca.crt -p '{"data":{"a":"b"}}'`, 'set it back'],
    [`patch cm gateway-config -p '{"metadata":{"labels":{"a":"b"}}}'`, '"metadata"'],
    [`patch cm gateway-config -p '{"data":{"$patch":"replace"}}'`, '$patch'],
    [`patch cm gateway-config --type json -p '[{"op":"test","path":"/data/idle_timeout","value":"620s"}]'`, 'test'],
    [`patch cm gateway-config --type json -p '[{"op":"add","path":"/metadata/labels/a","value":"b"}]'`, '"/metadata/labels/a"'],
    ['edit cm gateway-config', 'kubectl patch'],
    ['apply -f config.yaml', 'kubectl patch'],
  ])('kubectl %s says that it is not simulated, and what there is', async (rest, named) => {
    const fleet = port();
    const { stderr, exitCode } = await kubectl(`kubectl ${rest}`, fleet);
    expect(stderr).toMatch(/^error: not simulated: .*\n$/);
    expect(stderr).toContain(named);
    expect([exitCode, fleet.executed]).toEqual([1, []]);
  });
});
