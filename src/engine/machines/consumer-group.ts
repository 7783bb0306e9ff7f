import { createMachine } from 'xstate';

/**
 * A consumer group as its coordinator sees it (classic protocol). Source: Kafka, GroupMetadata.scala, GroupState. `dead` is a group that was deleted or whose offsets have
 * expired, which none does here.
 */
export const consumerGroupMachine = createMachine({
  id: 'consumerGroup',
  initial: 'empty',
  states: {
    empty: { on: { MEMBER_CHANGED: 'preparingRebalance', EXPIRED: 'dead' } },
    preparingRebalance: { on: { ALL_JOINED: { target: 'completingRebalance', actions: 'nextGeneration' }, NO_MEMBERS: 'empty' } },
    completingRebalance: { on: { MEMBER_CHANGED: 'preparingRebalance', ASSIGNED: { target: 'stable', actions: 'assign' } } },
    stable: { on: { MEMBER_CHANGED: 'preparingRebalance' } },
    dead: {},
  },
});
