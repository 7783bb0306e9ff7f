import type { FleetCommand } from '../../contract/commands.ts';
import type { ScorePart } from '../../contract/postmortem.ts';
import { actionsOf } from '../../session/run-facts.ts';
import type { Action, RunFacts } from '../../session/run-facts.ts';
import type { ParsedDocument } from '../sections.ts';
import { sectionText } from '../sections.ts';
import { openLedger } from '../../contract/score-ledger.ts';

/** Words people use for each kind of change; language of the trade, the same in every scenario. null: not a change that a response is told by. */
const WORDS: Readonly<Record<FleetCommand['kind'], RegExp | null>> = {
  scale: /\b(?:scal\w+|replicas?|more pods)\b/i,
  'set-autoscaler': /\b(?:autoscal\w+|hpa|max(?:imum)?(?: number of)? (?:replicas?|pods)|more pods)\b/i,
  'rollout-undo': /\b(?:undo\w*|undid|roll\w*(?: it| them)? back|rollback|revert\w*|rolled .{0,40}back|previous (?:version|release|revision))\b/i,
  'rollout-restart': /\brestart\w*\b/i,
  'rollout-pause': /\bpaus\w+\b/i,
  'rollout-resume': /\bresum\w+\b/i,
  'rollout-promote': /\bpromot\w+\b/i,
  'rollout-abort': /\b(?:abort\w*|stopp?ed the (?:release|rollout|canary)|roll\w* .{0,20}back)\b/i,
  'rollout-retry': /\b(?:retr(?:y|ied)|again)\b/i,
  'set-image': /\b(?:image|version|pinned|set\b)/i,
  'set-env': /\b(?:environment|variable|env|setting|set\b|pool size)/i,
  'set-resources': /\b(?:resources?|limits?|requests?|cpu|memory|quota)\b/i,
  'set-resource-quota': /\bquota\b/i,
  'patch-config': /\b(?:config\w*|setting|set\b|timeout|limit|value)/i,
  'set-edge-retries': /\bretr(?:y|ies|ied)\b/i,
  'set-edge-route': /\b(?:time[- ]?outs?|retr(?:y|ies|ied)|url map|route rules?)\b/i,
  'set-edge-capacity': /\b(?:load balancer|capacity|scaler|drain\w*|out of (?:rotation|the)|kept .{0,30}out|held .{0,30}out|fail(?:ed)?[ -]?back|backends?)\b/i,
  'delete-pod': /\b(?:delet\w+|kill\w*|restart\w*|remov\w+)\b/i,
  'evict-pod': /\b(?:drain\w*|evict\w*|empt(?:y|ied)|mov(?:ed|ing)|delet\w+|remov\w+|restart\w*)\b/i,
  cordon: /\b(?:cordon\w*|drain\w*|no new pods)\b/i,
  uncordon: /\buncordon\w*\b/i,
  'stop-nodes': /\b(?:stopp?\w*|power\w*|shut)\b/i,
  'start-nodes': /\b(?:start\w*|power\w*|back)\b/i,
  'set-node-pool-limits': /\b(?:node pool|nodes?|machines?|cluster autoscaler)\b/i,
  'set-quota': /\bquota\b/i,
  'isolate-region': /\b(?:isolat\w+|cut)\b/i,
  'set-external': null,
  'purge-cdn': /\b(?:purg\w+|invalidat\w+|flush\w*|clear\w*|cdn|caches?)\b/i,
  'set-cdn': null,
  'rejoin-region': /\b(?:rejoin\w*|reconnect\w*|back)\b/i,
  'degrade-link': /\b(?:degrad\w+|link|network|packets?)\b/i,
  'restore-link': /\b(?:restor\w*|repair\w*|back)\b/i,
  'reset-offsets': /\b(?:offsets?|skipp?\w*|reset\w*|rewound|rewind\w*|replay\w*|passed over)\b/i,
  'renew-certificate': /\b(?:renew\w*|re-?issu\w+|certificate|rotat\w+)\b/i,
  'rotate-password': /\b(?:passwords?|credentials?|secrets?|rotat\w+)\b/i,
  'set-password': /\b(?:passwords?|credentials?|secrets?)\b/i,
  'promote-database': /\b(?:promot\w+|fail(?:ed)?[ -]?over|failover|new primary)\b/i,
  'stop-database': /\b(?:fenc\w+|stopp?\w*|shut|activation)\b/i,
  'start-database': /\bstart\w*\b/i,
  'set-disk': /\b(?:disks?|storage|space|enlarg\w*|grew|bigger|larger|resiz\w+|gigabytes?|GB)\b/i,
  'drop-replication-slot': /\b(?:slots?|pg_drop_replication_slot)\b/i,
  'terminate-backend': /\b(?:terminat\w+|kill\w*|end(?:ed|ing)|pg_terminate_backend|closed|cut)\b/i,
  'cancel-backend': /\bcancel\w*\b/i,
  'alter-system': /\b(?:alter system|set(?:ting)?\b|timeout|parameter|config\w*)/i,
  // takes effect with the setting it follows, and is told with it
  'reload-conf': null,
  'set-flag': /\b(?:flags?|features?|switched (?:off|on)|turned (?:off|on))\b/i,
  'http-request': null,
  deploy: /\b(?:deploy\w*|release\w*|roll\w* out)\b/i,
  announce: null,
  'run-statement': null,
  autovacuum: null,
  'traffic-burst': null,
};

function wordsOf(kind: Action['kind']): RegExp | null {
  return kind in WORDS ? WORDS[kind as FleetCommand['kind']] : null;
}

/** What mitigated, what fixed, and what was tried without success. */
export function gradeResolution(document: ParsedDocument, facts: RunFacts): ScorePart {
  const ledger = openLedger('resolution', 'Resolution', 6);
  const text = sectionText(document, 'Response');
  const actions = actionsOf(facts.commands).filter((action) => wordsOf(action.kind) !== null);
  const done = actions.filter((action) => !action.refused),
    names = (action: Action): boolean => wordsOf(action.kind)?.test(text) === true;
  const recoveredUs = facts.outcome.recoveredUs;
  const before = recoveredUs === null ? done : done.filter((action) => action.atUs <= recoveredUs);
  const last = before.at(-1);
  if (last === undefined)
    ledger.give(
      /\b(?:no|nothing|not|without)\b/i.test(text) ? 2 : 0,
      2,
      'Nothing was changed in this run, and the section says so.',
      'Nothing was changed in this run; the section does not say so.',
    );
  else
    ledger.give(
      before.some(names) ? 2 : 0,
      2,
      'It says what was done.',
      text === ''
        ? 'The section is empty.'
        : `It does not name what was done: ${before
            .map((action) => action.what)
            .slice(-3)
            .join('; ')}.`,
    );
  const mitigates = /\b(?:mitigat\w+|stopp?ed the (?:harm|bleeding|errors)|relie(?:f|ved)|brought .{0,40}back|restored|recover\w*|stabili[sz]ed)\b/i.test(text);
  const fixes = /\b(?:fix\w*|permanent\w*|cure[ds]?|root|resolved|proper|remain\w*|until|remedied|follow-up|is gone)\b/i.test(text);
  ledger.give(
    (mitigates ? 1 : 0) + (fixes ? 1 : 0),
    2,
    'It tells what stopped the harm and what fixes it.',
    'Tell apart what stopped the harm and what fixes it for good.',
  );
  const failed = [...actions.filter((action) => action.refused), ...before.filter((action) => last !== undefined && action.kind !== last.kind)];
  const kinds = [...new Map(failed.map((action) => [action.kind, action])).values()];
  if (kinds.length === 0) ledger.give(text === '' ? 0 : 2, 2, 'There were no other attempts to list.', 'The section is empty.');
  else {
    const named = kinds.filter(names);
    ledger.give(
      (2 * named.length) / kinds.length,
      2,
      'Earlier attempts are listed.',
      `Not listed: ${kinds
        .filter((action) => !names(action))
        .map((action) => action.what)
        .join('; ')}.`,
    );
  }
  return ledger.part();
}
