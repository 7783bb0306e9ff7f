import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import type { World } from '../world.ts';
import { alterSystem } from './alter-system.ts';
import { autovacuum } from './autovacuum.ts';
import { cancelBackend } from './cancel-backend.ts';
import { deletePod } from './delete-pod.ts';
import { deploy } from './deploy.ts';
import { httpRequest } from './http-request.ts';
import { reloadConf } from './reload-conf.ts';
import { rolloutPause } from './rollout-pause.ts';
import { rolloutRestart } from './rollout-restart.ts';
import { rolloutResume } from './rollout-resume.ts';
import { rolloutUndo } from './rollout-undo.ts';
import { runStatement } from './run-statement.ts';
import { scale } from './scale.ts';
import { setEnv } from './set-env.ts';
import { setFlag } from './set-flag.ts';
import { setImage } from './set-image.ts';
import { terminateBackend } from './terminate-backend.ts';
import { trafficBurst } from './traffic-burst.ts';

/** One file a command: guards first, one mutation, or a refusal with a code. */
export function executeCommand(world: World, command: FleetCommand, actor: string): CommandResult {
  switch (command.kind) {
    case 'scale':
      return scale(world, command, actor);
    case 'rollout-undo':
      return rolloutUndo(world, command, actor);
    case 'rollout-restart':
      return rolloutRestart(world, command, actor);
    case 'rollout-pause':
      return rolloutPause(world, command);
    case 'rollout-resume':
      return rolloutResume(world, command);
    case 'set-image':
      return setImage(world, command, actor);
    case 'set-env':
      return setEnv(world, command, actor);
    case 'delete-pod':
      return deletePod(world, command, actor);
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
    case 'run-statement':
      return runStatement(world, command, actor);
    case 'autovacuum':
      return autovacuum(world, command);
    case 'traffic-burst':
      return trafficBurst(world, command);
  }
}
