import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/contract/commands.ts';
import type { ShellPort } from '../../../src/contract/ports.ts';
import { KUBECONFIG } from '../../../src/shell/home.ts';
import { createShell } from '../../../src/shell/shell.ts';
import { completeKubectl } from '../../../src/shell/tools/kubectl/completion.ts';
import { american, cluster, NOW, SECOND } from '../../kube/fleet-fixture.ts';
import { staticPort } from '../static-port.ts';
import { type FleetPort, fileAccess, fleetPort, kubectl, logLine } from './fleet-port.ts';

const EU = 'gke_wavelength-prod_europe-west1_wavelength-eu';
const US = 'gke_wavelength-prod_us-east4_wavelength-us';
const AMERICAN_POD = american().fleet.pods[0].name;

const port = (): FleetPort => fleetPort(cluster(), { others: [american()] });

async function inAmerica(): Promise<FleetPort> {
  const both = port();
  expect(await kubectl(`kubectl config use-context ${US}`, both)).toEqual({ stdout: `Switched to context "${US}".\n`, stderr: '', exitCode: 0 });
  return both;
}

/** What kubectl 1.32 prints of such a kubeconfig. */
describe('kubectl config', () => {
  it('lists a context a cluster, and marks the current one', async () => {
    expect((await kubectl('kubectl config get-contexts', port())).stdout).toBe(
      'CURRENT   NAME                                             CLUSTER                                          AUTHINFO                                         NAMESPACE\n' +
        `*         ${EU}   ${EU}   ${EU}   wavelength\n          ${US}       ${US}       ${US}       wavelength\n`,
    );
    expect((await kubectl('kubectl config get-contexts -o name', port())).stdout).toBe(`${EU}\n${US}\n`);
    expect((await kubectl('kubectl config get-contexts --no-headers', await inAmerica())).stdout).toMatch(new RegExp(`^ {6}${EU} .*\n\\* {5}${US} .*\n$`));
  });

  it('begins with the first cluster, and switches', async () => {
    const both = port();
    expect((await kubectl('kubectl config current-context', both)).stdout).toBe(`${EU}\n`);
    await kubectl(`kubectl config use ${US}`, both);
    expect((await kubectl('kubectl config current-context', both)).stdout).toBe(`${US}\n`);
  });

  it('lists by name, whichever cluster is the first', async () => {
    const both = fleetPort(american(), { others: [cluster()] });
    expect((await kubectl('kubectl config current-context', both)).stdout).toBe(`${US}\n`);
    expect((await kubectl('kubectl config get-contexts -o name', both)).stdout).toBe(`${EU}\n${US}\n`);
  });

  it('shows the whole file, or what one context uses', async () => {
    const names = (text: string): string[] => [...text.matchAll(/^ {2}name: (.*)$/gm)].map(([, name]) => name);
    const whole = (await kubectl('kubectl config view', port())).stdout;
    expect(names(whole)).toEqual([EU, US, EU, US]);
    expect(whole).toContain('certificate-authority-data: DATA+OMITTED\n    server: https://172.16.1.2\n');
    expect(whole).toContain(`current-context: ${EU}\n`);
    const minified = (await kubectl(`kubectl config view --minify --context ${US}`, port())).stdout;
    expect(names(minified)).toEqual([US, US]);
    expect(minified).toContain(`current-context: ${US}\n`);
  });

  it.each([
    ['config get-contexts nope', 'CURRENT   NAME   CLUSTER   AUTHINFO   NAMESPACE\n', 'error: context nope not found\n'],
    ['config get-contexts a b --no-headers', '', 'context a not found\ncontext b not found\n'],
    ['config get-contexts -o wide', '', 'error: --output wide is not available in kubectl config get-contexts; resetting to default output format\n'],
    ['config use-context nope', '', 'error: no context exists with the name: "nope"\n'],
    ["config use-context ''", '', 'error: empty context names are not allowed\n'],
    ['config use-context', '', 'error: Unexpected args: []\n'],
    ['config view --minify --context nope', '', 'error: cannot locate context nope\n'],
    ['get pods --context nope', '', 'Error in configuration: context was not found for specified context: nope\n'],
    ['set env deploy/playlist A=b --context nope', '', 'error: context "nope" does not exist\n'],
    ['version --context nope', '', 'error: context "nope" does not exist\n'],
    ['--cluster nope get pods', '', 'error: no server found for cluster "nope"\n'],
    ['top nodes --cluster nope', '', 'error: cluster "nope" does not exist\n'],
    ['get pods --user nope', '', 'error: auth info "nope" does not exist\n'],
  ])('kubectl %s fails', async (rest, stdout, stderr) => {
    const both = port();
    expect(await kubectl(`kubectl ${rest}`, both)).toEqual({ stdout, stderr, exitCode: 1 });
    expect([both.executed, both.files.size]).toEqual([[], 0]);
  });

  it.each([
    ['current-context: nope\n', 'Error in configuration: context was not found for specified context: nope\n', 'nope\n'],
    ['current-context: ""\n', 'The connection to the server localhost:8080 was refused - did you specify the right host or port?\n', ''],
  ])('takes the file as someone left it: %j', async (text, stderr, current) => {
    const both = port();
    both.files.set(KUBECONFIG, text);
    for (const line of ['kubectl get pods', 'kubectl version']) expect(await kubectl(line, both)).toEqual({ stdout: '', stderr, exitCode: 1 });
    expect((await kubectl('kubectl config current-context', both)).stdout).toBe(current);
    expect((await kubectl(`kubectl get pods --context ${US} -o name`, both)).stdout).toContain(AMERICAN_POD);
    await kubectl(`kubectl config use-context ${EU}`, both);
    expect((await kubectl('kubectl config current-context', both)).stdout).toBe(`${EU}\n`);
  });
});

describe('kubectl in the chosen cluster', () => {
  it.each([`kubectl --context ${US} get pods -o name`, `kubectl get pods -o name --context=${US}`, `kubectl get pods -o name --cluster ${US}`])(
    '%s',
    async (line) => {
      const both = port();
      expect((await kubectl(line, both)).stdout).toBe(
        american()
          .fleet.pods.map(({ name }) => `pod/${name}\n`)
          .join(''),
      );
      expect((await kubectl('kubectl get pods -o name', both)).stdout).not.toContain(AMERICAN_POD);
    },
  );

  it('reads it after use-context, and the other one only where a flag says so', async () => {
    const both = await inAmerica();
    expect((await kubectl("kubectl get cm gateway-config -o jsonpath='{.data.idle_timeout}'", both)).stdout).toBe('60s');
    expect((await kubectl('kubectl cluster-info', both)).stdout).toContain('https://172.16.1.2');
    expect((await kubectl(`kubectl get cm gateway-config --context ${EU}`, both)).stderr).toBe(
      'Error from server (NotFound): configmaps "gateway-config" not found\n',
    );
    expect((await kubectl(`kubectl --context ${EU} cluster-info`, both)).stdout).toContain('https://172.16.0.2');
  });

  const region = 'us-east4';
  it.each<readonly [string, Command]>([
    ['kubectl scale deploy/playlist --replicas=6', { kind: 'scale', service: 'playlist', region, replicas: 6 }],
    ['kubectl rollout undo deploy/playlist', { kind: 'rollout-undo', service: 'playlist', region }],
    ['kubectl rollout restart deploy/playlist', { kind: 'rollout-restart', service: 'playlist', region }],
    ['kubectl rollout pause deploy/playlist', { kind: 'rollout-pause', service: 'playlist', region }],
    ['kubectl set image deploy/playlist playlist=x:1', { kind: 'set-image', service: 'playlist', region, container: 'playlist', image: 'x:1' }],
    ['kubectl set env deploy/playlist A=b', { kind: 'set-env', service: 'playlist', region, env: { A: 'b' } }],
    [
      `kubectl patch cm gateway-config -p '{"data":{"idle_timeout":"620s"}}'`,
      { kind: 'patch-config', configMap: 'gateway-config', region, data: { idle_timeout: '620s' } },
    ],
    [`kubectl delete pod ${AMERICAN_POD} --wait=false`, { kind: 'delete-pod', pod: AMERICAN_POD }],
  ])('changes its region: %s', async (line, command) => {
    const both = await inAmerica();
    expect(await kubectl(line, both)).toMatchObject({ stderr: '', exitCode: 0 });
    expect(both.executed).toEqual([{ command, intent: line }]);
  });

  it('names the region of the first cluster too', async () => {
    const both = port();
    await kubectl('kubectl scale deploy/playlist --replicas=6', both);
    expect(both.executed[0].command).toEqual({ kind: 'scale', service: 'playlist', region: 'europe-west1', replicas: 6 });
  });

  it('delete waits until the pod is gone from it', async () => {
    const both = fleetPort(cluster(), {
      others: [american()],
      at: (tUs, name) => (name !== 'wavelength-us' ? cluster() : tUs < NOW + 30 * SECOND ? american() : american({ pods: [] })).fleet,
    });
    expect((await kubectl(`kubectl delete pod ${AMERICAN_POD} --context ${US}`, both)).stdout).toBe(`pod "${AMERICAN_POD}" deleted\n`);
    expect(await both.now()).toBe(NOW + 30 * SECOND);
  });

  it('logs -f goes on while the container runs in it', async () => {
    const logs = [1, 2, 3].map((n) => logLine(n, NOW + 2 * n * SECOND, AMERICAN_POD, `line ${n}`, american()));
    const both = fleetPort(cluster(), {
      others: [american()],
      logs,
      at: (tUs, name) => (name !== 'wavelength-us' ? cluster() : tUs < NOW + 5 * SECOND ? american() : american({ pods: [] })).fleet,
    });
    expect(await kubectl(`kubectl logs -f ${AMERICAN_POD} --context ${US}`, both)).toEqual({ stdout: 'line 1\nline 2\n', stderr: '', exitCode: 0 });
  });
});

describe('completion of contexts', () => {
  const complete = async (line: string, both: FleetPort): Promise<readonly string[]> => completeKubectl(line.split(' '), both, fileAccess(both.files).readFile);

  it.each([
    ['--context ', [EU, US]],
    ['get pods --cluster ', [EU, US]],
    ['get pods --context=', [`--context=${EU}`, `--context=${US}`]],
    ['config use-context ', [EU, US]],
    ['patch --type ', ['json', 'merge', 'strategic']],
  ])('%s…', async (line, offers) => expect(await complete(line, port())).toEqual(offers));

  it.each([`--context ${US} describe pod `, `describe pod --context=${US} `, `describe pod --cluster ${US} `])('%s… offers what is there', async (line) =>
    expect(await complete(line, port())).toEqual(american().fleet.pods.map(({ name }) => name)),
  );

  it('follows the current context', async () => {
    expect(await complete('patch cm ', await inAmerica())).toEqual(['gateway-config', 'kube-root-ca.crt']);
    expect(await complete('patch cm ', port())).toEqual(['kube-root-ca.crt']);
  });
});

describe('the kubeconfig of a terminal', () => {
  const twoClusters = (): ShellPort => {
    const inner = staticPort();
    const { fleet } = inner;
    const { deployments, clusterName, region } = american().fleet;
    const edge = american({ deployments: deployments.map((deployment) => ({ ...deployment, name: 'edge-only' })) });
    return Object.assign(inner, {
      clusters: async () => [
        { name: 'gke-prod', region: 'europe-west1' },
        { name: clusterName, region },
      ],
      fleet: async (name = 'gke-prod') => (name === 'gke-prod' ? fleet() : edge.fleet),
    });
  };

  it('is a file that the next line, an inner line and sed see', async () => {
    const shell = createShell(twoClusters());
    const ask = async (line: string): Promise<string> => (await shell.exec(line)).stdout;
    expect(await ask('grep current-context ~/.kube/config')).toBe('current-context: gke_tunes-prod_europe-west1_gke-prod\n');
    expect(await ask('kubectl config use-context gke_tunes-prod_us-east4_wavelength-us > /dev/null && kubectl get pods -o name | wc -l')).toBe('2\n');
    expect(await ask('timeout 5 kubectl config current-context; cd /tmp; kubectl config current-context')).toBe(
      'gke_tunes-prod_us-east4_wavelength-us\n'.repeat(2),
    );
    await ask('sed -i "s/^current-context: .*/current-context: gke_tunes-prod_europe-west1_gke-prod/" ~/.kube/config');
    expect(await ask('kubectl config current-context')).toBe('gke_tunes-prod_europe-west1_gke-prod\n');
  });

  it("is each terminal's own", async () => {
    const both = twoClusters();
    const [one, other] = [createShell(both), createShell(both)];
    await one.exec('kubectl config use-context gke_tunes-prod_us-east4_wavelength-us');
    expect((await other.exec('kubectl config current-context')).stdout).toBe('gke_tunes-prod_europe-west1_gke-prod\n');
    expect((await one.complete('kubectl patch cm gate', 21)).options).toEqual(['gateway-config']);
    expect((await other.complete('kubectl patch cm gate', 21)).options).toEqual([]);
    expect((await one.complete('kubectl config use-context gke_tunes-prod_us', 44)).options).toEqual(['gke_tunes-prod_us-east4_wavelength-us']);
  });

  it('stands beside logs of every cluster', async () => {
    const shell = createShell(twoClusters());
    expect((await shell.exec('ls /var/log; head -1 /etc/motd')).stdout).toBe(
      'edge-only.log\npgbouncer.log\nplaylist-db.log\nplaylist.log\nweb-api.log\new1: operations host for clusters gke-prod and wavelength-us, namespace prod. Times are UTC.\n',
    );
  });
});
