import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import type { World } from '../world.ts';
import { alterSystem } from './alter-system.ts';
import { announce } from './announce.ts';
import { autovacuum } from './autovacuum.ts';
import { cancelBackend } from './cancel-backend.ts';
import { cordon } from './cordon.ts';
import { degradeLink } from './degrade-link.ts';
import { deletePod } from './delete-pod.ts';
import { deploy } from './deploy.ts';
import { dropReplicationSlot } from './drop-replication-slot.ts';
import { evictPod } from './evict-pod.ts';
import { isReached, regionsMeant, unreached } from './find.ts';
import { httpRequest } from './http-request.ts';
import { setExternal } from './set-external.ts';
import { isolateRegion } from './isolate-region.ts';
import { purgeCdn } from './purge-cdn.ts';
import { setCdn } from './set-cdn.ts';
import { patchConfig } from './patch-config.ts';
import { renewCertificate } from './renew-certificate.ts';
import { resetOffsets } from './reset-offsets.ts';
import { rejoinRegion } from './rejoin-region.ts';
import { promoteDatabase } from './promote-database.ts';
import { reloadConf } from './reload-conf.ts';
import { restoreLink } from './restore-link.ts';
import { rolloutAbort } from './rollout-abort.ts';
import { rolloutPause } from './rollout-pause.ts';
import { rolloutPromote } from './rollout-promote.ts';
import { rolloutRestart } from './rollout-restart.ts';
import { rolloutResume } from './rollout-resume.ts';
import { rolloutRetry } from './rollout-retry.ts';
import { rolloutUndo } from './rollout-undo.ts';
import { rotatePassword } from './rotate-password.ts';
import { runStatement } from './run-statement.ts';
import { scale } from './scale.ts';
import { setAutoscaler } from './set-autoscaler.ts';
import { setDisk } from './set-disk.ts';
import { setEdgeCapacity } from './set-edge-capacity.ts';
import { setEdgeRetries } from './set-edge-retries.ts';
import { setEdgeRoute } from './set-edge-route.ts';
import { setEnv } from './set-env.ts';
import { setResourceQuota } from './set-resource-quota.ts';
import { setResources } from './set-resources.ts';
import { setFlag } from './set-flag.ts';
import { setImage } from './set-image.ts';
import { setNodePoolLimits } from './set-node-pool-limits.ts';
import { setPassword } from './set-password.ts';
import { setQuota } from './set-quota.ts';
import { startDatabase } from './start-database.ts';
import { startNodes } from './start-nodes.ts';
import { stopDatabase } from './stop-database.ts';
import { stopNodes } from './stop-nodes.ts';
import { terminateBackend } from './terminate-backend.ts';
import { trafficBurst } from './traffic-burst.ts';
import { uncordon } from './uncordon.ts';

/** A command for a service of several regions that names none is carried out in each that is reached, unless the first refuses. */
export function executeCommand(world: World, command: FleetCommand, actor: string): CommandResult {
  const meant = regionsMeant(world, command);
  const reached = meant.filter((name) => isReached(world, name));
  const regions = reached.length === 0 ? meant : reached;
  if (meant.length < 2) return executeOne(world, command, actor);
  let result = executeOne(world, { ...command, region: regions[0] } as FleetCommand, actor);
  for (let at = 1; at < regions.length && result.ok; at++) result = executeOne(world, { ...command, region: regions[at] } as FleetCommand, actor);
  return result;
}

/** Carried out, unless the control plane that would do it is out of reach. */
function executeOne(world: World, command: FleetCommand, actor: string): CommandResult {
  return unreached(world, command) ?? dispatch(world, command, actor);
}

/** One file a command: guards first, one mutation, or a refusal with a code. */
function dispatch(world: World, command: FleetCommand, actor: string): CommandResult {
  switch (command.kind) {
    case 'scale':
      return scale(world, command, actor);
    case 'set-autoscaler':
      return setAutoscaler(world, command, actor);
    case 'rollout-undo':
      return rolloutUndo(world, command, actor);
    case 'rollout-restart':
      return rolloutRestart(world, command, actor);
    case 'rollout-pause':
      return rolloutPause(world, command);
    case 'rollout-resume':
      return rolloutResume(world, command);
    case 'rollout-promote':
      return rolloutPromote(world, command, actor);
    case 'rollout-abort':
      return rolloutAbort(world, command, actor);
    case 'rollout-retry':
      return rolloutRetry(world, command, actor);
    case 'set-image':
      return setImage(world, command, actor);
    case 'set-env':
      return setEnv(world, command, actor);
    case 'set-resources':
      return setResources(world, command, actor);
    case 'set-resource-quota':
      return setResourceQuota(world, command, actor);
    case 'patch-config':
      return patchConfig(world, command, actor);
    case 'set-edge-retries':
      return setEdgeRetries(world, command, actor);
    case 'set-edge-route':
      return setEdgeRoute(world, command, actor);
    case 'set-edge-capacity':
      return setEdgeCapacity(world, command, actor);
    case 'delete-pod':
      return deletePod(world, command, actor);
    case 'evict-pod':
      return evictPod(world, command, actor);
    case 'cordon':
      return cordon(world, command, actor);
    case 'uncordon':
      return uncordon(world, command, actor);
    case 'stop-nodes':
      return stopNodes(world, command);
    case 'start-nodes':
      return startNodes(world, command);
    case 'set-node-pool-limits':
      return setNodePoolLimits(world, command, actor);
    case 'set-quota':
      return setQuota(world, command, actor);
    case 'set-external':
      return setExternal(world, command);
    case 'purge-cdn':
      return purgeCdn(world, command, actor);
    case 'set-cdn':
      return setCdn(world, command);
    case 'reset-offsets':
      return resetOffsets(world, command, actor);
    case 'rotate-password':
      return rotatePassword(world, command, actor);
    case 'set-password':
      return setPassword(world, command, actor);
    case 'renew-certificate':
      return renewCertificate(world, command, actor);
    case 'isolate-region':
      return isolateRegion(world, command);
    case 'rejoin-region':
      return rejoinRegion(world, command);
    case 'degrade-link':
      return degradeLink(world, command);
    case 'restore-link':
      return restoreLink(world, command);
    case 'promote-database':
      return promoteDatabase(world, command, actor);
    case 'stop-database':
      return stopDatabase(world, command, actor);
    case 'start-database':
      return startDatabase(world, command, actor);
    case 'set-disk':
      return setDisk(world, command, actor);
    case 'drop-replication-slot':
      return dropReplicationSlot(world, command, actor);
    case 'terminate-backend':
      return terminateBackend(world, command, actor);
    case 'cancel-backend':
      return cancelBackend(world, command, actor);
    case 'alter-system':
      return alterSystem(world, command);
    case 'reload-conf':
      return reloadConf(world, command, actor);
    case 'set-flag':
      return setFlag(world, command, actor);
    case 'http-request':
      return httpRequest(world, command);
    case 'deploy':
      return deploy(world, command, actor);
    case 'announce':
      return announce(world, command, actor);
    case 'run-statement':
      return runStatement(world, command, actor);
    case 'autovacuum':
      return autovacuum(world, command);
    case 'traffic-burst':
      return trafficBurst(world, command);
  }
}
