import type { Cluster } from '../../../kube/cluster.ts';
import { compactJson } from '../../../kube/json.ts';
import type { KubeObject } from '../../../kube/objects/object-meta.ts';
import type { Call } from './call.ts';
import type { Selection } from './resource-arguments.ts';

/** How often a watch looks at the fleet, in simulated time. The real one is pushed every change. */
export const WATCH_INTERVAL_US = 1_000_000;

type Read = () => Promise<readonly [Cluster, Selection]>;
type Print = (selection: Selection, cluster: Cluster, widths: number[], header: boolean) => Promise<string>;

/** Prints the list, then each object again whenever it has changed or gone, until cancelled. */
export async function watchTable(call: Call, read: Read, print: Print): Promise<number> {
  call.stream();
  const widths: number[] = [];
  let [cluster, selection] = await read();
  if (!call.flags.bool('watch-only')) call.print(await print(selection, cluster, widths, true));
  let shown = call.flags.bool('watch-only') ? 0 : selection.objects.length;
  let before = byUid(selection.objects);
  for (;;) {
    await call.sleep(WATCH_INTERVAL_US);
    [cluster, selection] = await read();
    const after = byUid(selection.objects);
    const changed = [
      ...selection.objects.filter((object) => compactJson(watched(object)) !== compactJson(watched(before.get(object.metadata.uid)))),
      ...[...before.values()].filter((object) => !after.has(object.metadata.uid)),
    ];
    if (changed.length > 0) call.print(await print({ type: selection.type, objects: changed }, cluster, widths, shown === 0));
    shown += changed.length;
    before = after;
  }
}

function byUid(objects: readonly KubeObject[]): ReadonlyMap<string, KubeObject> {
  return new Map(objects.map((object) => [object.metadata.uid, object]));
}

/** A node's heartbeat alone moves its version; that is not a change worth a line. */
function watched(object: KubeObject | undefined): unknown {
  if (!object) return null;
  const { metadata, ...rest } = object;
  if (object.kind === 'Node') return { name: metadata.name, spec: (rest as Partial<{ spec: unknown }>).spec };
  return { ...rest, metadata: { ...metadata, resourceVersion: '' } };
}
