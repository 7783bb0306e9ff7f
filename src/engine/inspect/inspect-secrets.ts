import type { SecretInspection } from '../../contract/inspection-secret.ts';
import { passwordText, stateOf } from '../fleet/passwords.ts';
import type { World } from '../world.ts';

export function inspectSecrets(world: World): SecretInspection[] {
  const { secrets = [] } = world.plan.scenario.fleet;
  return secrets.map(({ name, database, user }, at) => {
    const users = world.plan.services.flatMap(({ pools, index }) => (pools.some((pool) => pool.secret === at) ? [world.s.services[index].createdUs] : []));
    const createdUs = Math.min(...users);
    return {
      name,
      database,
      user,
      createdUs,
      versions: stateOf(world, at).madeUs.map((madeUs, version) => ({ madeUs: Math.max(madeUs, createdUs), password: passwordText(name, version) })),
    };
  });
}

/** Variables of a service's containers that are read from Secrets. */
export function secretVariables(world: World, service: number): { readonly name: string; readonly secret: string; readonly key: string }[] {
  const { secrets = [] } = world.plan.scenario.fleet;
  return world.plan.services[service].pools.flatMap(({ secret, model }) => {
    const found = secrets[secret];
    if (found === undefined || found.reloads) return [];
    return [{ name: `${model.name.toUpperCase().replace(/\W/g, '_')}_DB_PASSWORD`, secret: found.name, key: 'password' }];
  });
}
