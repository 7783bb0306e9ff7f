import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BACKEND_SERVICE, edgePort, GROUPS, gcloud, loadBalancer } from './edge-port.ts';

/** Recorded from the real client over these resources by golden/record.py, so that what we imitate cannot drift. */
const file = (name: string): string => readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8');
const FIXTURE = JSON.parse(file('fixture.json')) as Readonly<Record<string, unknown>>;
const SOURCES = JSON.parse(file('source-files.json')) as Readonly<Record<string, string>>;

const port = () => edgePort({ loadBalancer: loadBalancer({ retries: 1 }) });
const json = async (line: string): Promise<unknown> => JSON.parse((await gcloud(`${line} --format=json`, port())).stdout);

const answers = file('gcloud-528.txt')
  .split(/^@@ (?=gcloud )/m)
  .slice(1)
  .map((section) => {
    const match = /^(.*)\n@@ exit (\d+)\n([\s\S]*?)@@ stderr\n([\s\S]*)$/.exec(section);
    if (!match) throw new Error(`unreadable section: ${section.slice(0, 80)}`);
    return { line: match[1], exitCode: Number(match[2]), stdout: match[3], stderr: match[4] };
  });

describe('gcloud answers as the real client 528 does', () => {
  it('has a recording to compare with', () => expect(answers.length).toBeGreaterThan(80));

  it('was recorded over the resources that the fleet has', async () => {
    const endpoints = (name: string, zone: string) => json(`gcloud compute network-endpoint-groups list-network-endpoints ${name} --zone=${zone}`);
    expect({
      backendService: await json(`gcloud compute backend-services describe ${BACKEND_SERVICE} --global`),
      health: await json(`gcloud compute backend-services get-health ${BACKEND_SERVICE} --global`),
      urlMap: await json('gcloud compute url-maps describe wavelength-lb'),
      groups: await json('gcloud compute network-endpoint-groups list'),
      endpoints: { [GROUPS[0]]: await endpoints(GROUPS[0], 'europe-west1-b'), [GROUPS[1]]: await endpoints(GROUPS[1], 'us-central1-a') },
      clusters: await json('gcloud container clusters list'),
      entries: await json('gcloud logging read resource.type=http_load_balancer'),
    }).toEqual(FIXTURE);
  });

  it.each(answers)('$line', async ({ line, exitCode, stdout, stderr }) => {
    expect(await gcloud(line, port(), { files: { ...SOURCES } })).toEqual({ exitCode, stdout, stderr });
  });
});
