import { describe, expect, it } from 'vitest';
import { edgePort, gcloud } from './edge-port.ts';

const HINT = '\nTo search the help text of gcloud commands, run:\n  gcloud help -- SEARCH_TERMS\n';

describe('what gcloud refuses', () => {
  it.each([
    ['gcloud sql instances delete main', 'ERROR: (gcloud.sql.instances) not simulated: gcloud sql instances delete\n'],
    ['gcloud spanner instances list', 'ERROR: (gcloud) not simulated: gcloud spanner\n'],
    ['gcloud compute instances list', 'ERROR: (gcloud.compute) not simulated: gcloud compute instances\n'],
    ['gcloud compute backend-services update x --global', 'ERROR: (gcloud.compute.backend-services) not simulated: gcloud compute backend-services update\n'],
    ['gcloud compute url-maps edit wavelength-lb', 'ERROR: (gcloud.compute.url-maps) not simulated: gcloud compute url-maps edit\n'],
    ['gcloud container node-pools create x', 'ERROR: (gcloud.container.node-pools) not simulated: gcloud container node-pools create\n'],
    ['gcloud compute regions list', 'ERROR: (gcloud.compute.regions) not simulated: gcloud compute regions list\n'],
    ['gcloud container clusters resize x', 'ERROR: (gcloud.container.clusters) not simulated: gcloud container clusters resize\n'],
    ['gcloud logging write x y', 'ERROR: (gcloud.logging) not simulated: gcloud logging write\n'],
    ['gcloud compute url-maps list --sort-by=name', 'ERROR: (gcloud.compute.url-maps.list) not simulated: --sort-by\n'],
    ['gcloud compute url-maps list --account=me', 'ERROR: (gcloud.compute.url-maps.list) not simulated: --account\n'],
    ['gcloud compute url-maps list a', 'ERROR: (gcloud.compute.url-maps.list) not simulated: NAME arguments; --filter=name=a is\n'],
    [
      'gcloud compute url-maps list --format=text',
      'ERROR: (gcloud.compute.url-maps.list) not simulated: --format=text; json, yaml, value, csv, table, none are\n',
    ],
    [
      "gcloud compute url-maps list --format='table[box](name)'",
      'ERROR: (gcloud.compute.url-maps.list) not simulated: [box] in --format; [no-heading] and [separator] are\n',
    ],
    [
      "gcloud compute url-maps list --format='value(name.len())'",
      'ERROR: (gcloud.compute.url-maps.list) not simulated: the transform len() in --format; basename() is\n',
    ],
    ["gcloud compute url-maps list --format='table(name:sort=1)'", 'ERROR: (gcloud.compute.url-maps.list) not simulated: :sort in --format; :label is\n'],
    [
      "gcloud compute url-maps list --filter='name=a OR name=b'",
      'ERROR: (gcloud.compute.url-maps.list) not simulated: OR and brackets around terms in --filter\n',
    ],
    ['gcloud help -- retry policy', 'ERROR: (gcloud.help) not simulated: searching the help text; gcloud --help lists the commands\n'],
    [
      'gcloud container clusters list --project=other',
      'ERROR: (gcloud.container.clusters.list) [ops@wavelength-prod.iam.gserviceaccount.com] does not have permission to access projects instance [other] (or it may not exist)\n',
    ],
    ['gcloud compute url-maps list --filter=~', 'ERROR: (gcloud.compute.url-maps.list) Non-empty key name expected [*HERE* ~].\n'],
    ["gcloud compute url-maps list --filter='name~['", 'ERROR: (gcloud.compute.url-maps.list) Filter expression RE pattern [[]: not a regular expression\n'],
  ])('%s', async (line, stderr) => expect(await gcloud(line)).toEqual({ stdout: '', stderr, exitCode: 1 }));

  it.each([
    [
      'gcloud compute url-maps desc x',
      `ERROR: (gcloud.compute.url-maps) Invalid choice: 'desc'.\nMaybe you meant:\n  gcloud compute url-maps describe\n${HINT}`,
    ],
    ['gcloud compute url-map describe x', `ERROR: (gcloud.compute) Invalid choice: 'url-map'.\nMaybe you meant:\n  gcloud compute url-maps\n${HINT}`],
    [
      'gcloud nonsense',
      `ERROR: (gcloud) Invalid choice: 'nonsense'.\nUsage: gcloud [optional flags] <group>\n  group may be           beta | compute | container | logging | sql\n\nFor detailed information on this command and its flags, run:\n  gcloud --help\n`,
    ],
    ['gcloud compute url-maps list --limt=3', `ERROR: (gcloud.compute.url-maps.list) unrecognized arguments: --limt=3 \n${HINT}`],
  ])('%s is no command line', async (line, stderr) => expect(await gcloud(line)).toEqual({ stdout: '', stderr, exitCode: 2 }));

  it.each(['gcloud', 'gcloud compute', 'gcloud compute url-maps', 'gcloud --quiet container'])('%s wants a command', async (line) => {
    const path = line.replace(' --quiet', '').split(' ').join('.');
    const result = await gcloud(line);
    expect(result).toMatchObject({ stdout: '', exitCode: 2 });
    expect(result.stderr).toContain(`ERROR: (${path}) Command name argument expected.\n\nAvailable command`);
  });

  it('accepts the project there is, before the command too, and nothing sent to the fleet', async () => {
    const port = edgePort();
    const expected = await gcloud('gcloud container clusters list');
    expect(expected.stdout).toContain('wavelength-uc1');
    expect(await gcloud('gcloud container clusters list --project wavelength-prod', port)).toEqual(expected);
    expect(await gcloud('gcloud --project=wavelength-prod -q container clusters list', port)).toEqual(expected);
    expect(await gcloud('gcloud --project wavelength-prod container clusters list', port)).toEqual(expected);
    expect(port.executed).toEqual([]);
  });
});

describe('help', () => {
  it.each(['gcloud --help', 'gcloud help'])('%s names the groups', async (line) => {
    const result = await gcloud(line);
    expect(result).toMatchObject({ stderr: '', exitCode: 0 });
    expect(result.stdout).toMatch(/^NAME\n {4}gcloud - manage Google Cloud resources and developer workflow\n/);
    expect(result.stdout).toMatch(/GROUPS\n[\s\S]*compute\n[\s\S]*container\n[\s\S]*logging\n/);
  });

  it.each(['gcloud compute url-maps import --help', 'gcloud help compute url-maps import'])('%s tells how', async (line) => {
    const { stdout, exitCode } = await gcloud(line);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('    gcloud compute url-maps import URL_MAP [--source=SOURCE] [--global]');
    expect(stdout).toContain('numRetries: 1, retryConditions: [gateway-error]');
    expect(stdout.split('\n').filter((text) => text.length > 80 && !text.startsWith('        $ '))).toEqual([]);
  });

  it.each(['gcloud --version', 'gcloud version', 'gcloud -v'])('%s', async (line) => {
    expect(await gcloud(line)).toMatchObject({ stdout: expect.stringMatching(/^Google Cloud SDK 528\.0\.0\n/), exitCode: 0 });
  });
});
