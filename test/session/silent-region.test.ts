import { expect, it } from 'vitest';
import { createSession } from '../../src/session/session.ts';
import { hurried, scenarioNamed } from './load.ts';

const SECOND = 1_000_000;
const PLAY = 60 * SECOND;

it('a frame says nothing of how a region is that nothing gets through to, and says it again afterwards', { timeout: 300_000 }, () => {
  const session = createSession(hurried(scenarioNamed('friday-502s'), PLAY), 3);
  const seen = () => {
    const { services, stores, edges, silentRegions } = session.frame({ playing: true, speed: 1, achievedSpeed: 1 });
    const gateway = services.find(({ name }) => name === 'gateway');
    return {
      silentRegions,
      pods: gateway?.homes.map(({ region, pods }) => [region, pods.length > 0]),
      ready: gateway?.pods.every(({ name }) => (gateway.homes[1]?.pods ?? []).some((pod) => pod.name === name)),
      caption: stores.find(({ name }) => name === 'playlist-db')?.caption === 'silent',
      calls: edges.filter(({ region, from, perSecond }) => region === 'europe-west1' && from !== 'wavelength-lb' && perSecond > 0).length > 0,
    };
  };
  const heard = {
    silentRegions: [],
    pods: [
      ['europe-west1', true],
      ['us-central1', true],
    ],
    ready: false,
    caption: false,
    calls: true,
  };
  session.advance(PLAY);
  expect(seen()).toEqual(heard);
  session.execute({ kind: 'isolate-region', region: 'europe-west1' }, 'player');
  expect(seen()).toEqual({
    silentRegions: ['europe-west1'],
    pods: [
      ['europe-west1', false],
      ['us-central1', true],
    ],
    ready: true,
    caption: true,
    calls: false,
  });
  session.execute({ kind: 'rejoin-region', region: 'europe-west1' }, 'player');
  expect(seen()).toEqual(heard);
});
