/** The few endpoints of a Kubernetes API server that kubectl's read commands and our mutations need. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Cluster } from '../../src/kube/cluster.ts';
import type { KubeObject } from '../../src/kube/objects/object-meta.ts';
import { groupVersion, listObjects, qualifiedName, RESOURCE_TYPES, type ResourceType } from '../../src/kube/resource-types.ts';
import { matchesFields, matchesLabels, parseFieldSelector, parseSelector } from '../../src/kube/selector.ts';
import { tableOf } from '../../src/kube/tables/tables.ts';

export async function startApiServer(cluster: Cluster): Promise<{ readonly port: number; close(): void }> {
  const server = createServer((request, response) => {
    try {
      answer(cluster, request, response);
    } catch (error) {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify(status(400, 'BadRequest', error instanceof Error ? error.message : String(error))));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const METRICS = 'metrics.k8s.io/v1beta1';

function answer(cluster: Cluster, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const path = url.pathname.replace(/\/$/, '');
  request.resume();
  const send = (value: unknown, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  const versions = [...new Set(RESOURCE_TYPES.map((type) => type.apiVersion))];
  if (path === '/version') return send({ major: '1', minor: '32', gitVersion: cluster.fleet.kubernetesVersion });
  if (path === '/api') return send({ kind: 'APIVersions', versions: ['v1'] });
  if (path === '/apis') return send({ kind: 'APIGroupList', apiVersion: 'v1', groups: [...versions.filter((name) => name !== 'v1'), METRICS].map(group) });
  if (path === `/apis/${METRICS}`) return send(metricsResources());
  const discovered = versions.find((name) => path === (name === 'v1' ? '/api/v1' : `/apis/${name}`));
  if (discovered) return send(resourceList(discovered));
  if (path.startsWith(`/apis/${METRICS}/`)) return send(metrics(cluster, path, url));
  const match =
    /^\/(?:api\/v1|apis\/([^/]+\/[^/]+))(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/([^/]+))?(?:\/(scale|status|log))?$/.exec(path) ??
    /^\/api\/v1()()\/(namespaces)(?:\/([^/]+))?$/.exec(path);
  const type = match && RESOURCE_TYPES.find((candidate) => candidate.apiVersion === (match[1] || 'v1') && candidate.name === match[3]);
  if (!match || !type) return send(status(404, 'NotFound', 'the server could not find the requested resource'), 404);
  return resource(cluster, request, url, { type, namespace: match[2] || null, name: match[4], subresource: match[5] }, send);
}

interface Target {
  readonly type: ResourceType;
  readonly namespace: string | null;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

function resource(
  cluster: Cluster,
  request: IncomingMessage,
  url: URL,
  { type, namespace, name, subresource }: Target,
  send: (value: unknown, code?: number) => void,
): void {
  const all = listObjects(cluster, type, namespace);
  const asTable = (request.headers.accept ?? '').includes('as=Table');
  if (name !== undefined) {
    const object = all.find((candidate) => candidate.metadata.name === name);
    if (!object)
      return send(
        status(404, 'NotFound', `${qualifiedName(type)} "${name}" not found`, { name, group: groupVersion(type)[0] || undefined, kind: type.name }),
        404,
      );
    if (subresource === 'scale')
      return send({ apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: object.metadata, spec: { replicas: 4 }, status: { replicas: 4 } });
    return send(asTable && request.method === 'GET' ? table(cluster, type, [object]) : object);
  }
  const labels = parseSelector(url.searchParams.get('labelSelector') ?? ''),
    fields = parseFieldSelector(url.searchParams.get('fieldSelector') ?? '');
  const items = all.filter((object) => matchesLabels(labels, object.metadata.labels) && matchesFields(fields, object));
  if (url.searchParams.get('watch'))
    return send({
      type: 'BOOKMARK',
      object: { apiVersion: type.apiVersion, kind: type.kind, metadata: { resourceVersion: '9', annotations: { 'k8s.io/initial-events-end': 'true' } } },
    });
  return send(asTable ? table(cluster, type, items) : { apiVersion: type.apiVersion, kind: `${type.kind}List`, metadata: { resourceVersion: '9' }, items });
}

function table(cluster: Cluster, type: ResourceType, objects: readonly KubeObject[]): unknown {
  const { columns, rows } = tableOf(type.kind, objects, cluster);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion: '9' },
    columnDefinitions: columns.map((column) => ({
      name: column.name,
      type: 'string',
      format: column.name === 'Name' ? 'name' : '',
      description: '',
      priority: column.wide ? 1 : 0,
    })),
    rows: rows.map(({ cells, object }) => ({ cells, object })),
  };
}

function group(name: string): unknown {
  const [bare, version] = name.split('/');
  return { name: bare, versions: [{ groupVersion: name, version }], preferredVersion: { groupVersion: name, version } };
}

function resourceList(name: string): unknown {
  const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
  const types = RESOURCE_TYPES.filter((type) => type.apiVersion === name);
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: name,
    resources: types.flatMap((type) => [
      {
        name: type.name,
        singularName: type.singular,
        namespaced: type.namespaced,
        kind: type.kind,
        verbs,
        shortNames: type.shortNames,
        categories: type.inAll ? ['all'] : [],
      },
      ...(type.kind === 'Deployment' || type.kind === 'ReplicaSet'
        ? [{ name: `${type.name}/scale`, singularName: '', namespaced: true, group: 'autoscaling', version: 'v1', kind: 'Scale', verbs }]
        : []),
    ]),
  };
}

function metricsResources(): unknown {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: METRICS,
    resources: [
      { name: 'nodes', singularName: '', namespaced: false, kind: 'NodeMetrics', verbs: ['get', 'list'] },
      { name: 'pods', singularName: '', namespaced: true, kind: 'PodMetrics', verbs: ['get', 'list'] },
    ],
  };
}

function metrics(cluster: Cluster, path: string, url: URL): unknown {
  const name = /\/(?:pods|nodes)\/([^/]+)$/.exec(path)?.[1];
  const meta = { creationTimestamp: '2026-11-22T13:30:00Z' };
  if (/\/nodes(\/|$)/.test(path)) {
    const items = cluster.fleet.nodes.map((node) => ({
      kind: 'NodeMetrics',
      apiVersion: METRICS,
      metadata: { ...meta, name: node.name },
      timestamp: meta.creationTimestamp,
      window: '15s',
      usage: { cpu: `${node.cpuUsedMilli}m`, memory: `${node.memoryUsedMiB}Mi` },
    }));
    return items.find((item) => item.metadata.name === name) ?? { kind: 'NodeMetricsList', apiVersion: METRICS, metadata: {}, items };
  }
  const selector = parseSelector(url.searchParams.get('labelSelector') ?? '');
  const items = cluster.fleet.pods
    .filter((pod) => pod.containerState.state === 'running')
    .map((pod) => ({
      kind: 'PodMetrics',
      apiVersion: METRICS,
      metadata: { ...meta, name: pod.name, namespace: cluster.fleet.namespace, labels: { app: pod.service, 'pod-template-hash': pod.template.hash } },
      timestamp: meta.creationTimestamp,
      window: '15s',
      containers: [{ name: pod.template.container, usage: { cpu: `${pod.cpuMilli}m`, memory: `${pod.memoryMiB}Mi` } }],
    }))
    .filter((item) => matchesLabels(selector, item.metadata.labels));
  return items.find((item) => item.metadata.name === name) ?? { kind: 'PodMetricsList', apiVersion: METRICS, metadata: {}, items };
}

function status(code: number, reason: string, message: string, details?: unknown): unknown {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code };
}
