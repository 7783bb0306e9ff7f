import { hashText } from '../../base/hash.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { INFO } from '../../contract/records.ts';
import type { CertificateModel, TlsModel } from '../../scenario/model/connection.ts';
import { emitRegionEvent } from '../control/kube-events.ts';
import type { Pod } from '../fleet/pod.ts';
import { RUNTIME } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { timestampOf } from './timestamps.ts';

/**
 * cert-manager's Certificates: what is in the secret, what has come into a pod's file, and what its process has loaded are three things. The
 * secret changes when a certificate is issued, the file when the kubelet next syncs, and the process follows at once, or at its next start.
 */
export interface CertificateState {
  /** Issued so far, oldest first; the last one is in the secret. */
  versions: { notBeforeUs: number; notAfterUs: number }[];
  /** Of the Certificate's status: grows with every issuing. */
  revision: number;
  /** Since when cert-manager is at it, null while it is not. */
  issuingUs: number | null;
  /** Attempts to renew that have failed since the last good one. */
  failedAttempts: number;
  lastFailureUs: number | null;
}

/** Of a pod: the version in its file, and the one its process holds. */
export interface PodCertificate {
  file: number;
  loaded: number;
}

/** From the wish to the new secret, with an issuer inside the cluster. Our figure: cert-manager's controllers take a second or two. */
const ISSUING_US = 2e6;
const HOUR_US = 3_600e6;
/** Source: cert-manager docs, "Issuance behavior": retries after 1 h, doubled each time, at most 32 h. */
const LONGEST_RETRY_US = 32 * HOUR_US;
/** The kubelet's sync, as for ConfigMaps. Source: Kubernetes docs, concepts/configuration/secret, "Mounted Secrets are updated automatically". */
const SYNC_PERIOD_US = 60e6;
const CACHE_US = 2e6;

/** The version in the secret, and the one before it, which pods that are older may still hold. */
export function createCertificate(model: CertificateModel, playStartUs: number): CertificateState {
  const notAfterUs = playStartUs + model.notAfterUs;
  const notBeforeUs = notAfterUs - model.durationUs;
  const { failedRenewals } = model;
  return {
    versions: [
      { notBeforeUs: notBeforeUs + model.renewBeforeUs - model.durationUs, notAfterUs: notBeforeUs + model.renewBeforeUs },
      { notBeforeUs, notAfterUs },
    ],
    revision: 2,
    issuingUs: null,
    failedAttempts: failedRenewals?.attempts ?? 0,
    lastFailureUs: failedRenewals === undefined ? null : playStartUs - failedRenewals.lastAgoUs,
  };
}

export function inSecret(state: CertificateState): number {
  return state.versions.length - 1;
}

/** When cert-manager renews by itself: at the renewal time, or when the pause after its last failure is over. */
function renewalUs(model: CertificateModel, state: CertificateState): number {
  const wishedUs = state.versions[inSecret(state)].notAfterUs - model.renewBeforeUs;
  if (state.lastFailureUs === null || state.failedAttempts === 0) return wishedUs;
  const pauseUs = Math.min(LONGEST_RETRY_US, HOUR_US * (1 << Math.min(10, state.failedAttempts - 1)));
  return Math.max(wishedUs, state.lastFailureUs + pauseUs);
}

export function scheduleRenewal(world: World, certificate: number): void {
  const state = stateOf(world, certificate);
  const dueUs = renewalUs(modelOf(world, certificate), state);
  pushEvent(world.s.queue, Math.max(world.s.nowUs, dueUs), PRIORITY[EVENT.certificateDue], EVENT.certificateDue, certificate, state.revision);
}

/** What a new pod finds in its file; one that was there before holds what it loaded then. */
export function mountedBy(world: World, tls: TlsModel, startedUs: number): PodCertificate {
  const state = stateOf(world, certificateNamed(world, tls.certificate));
  const file = inSecret(state);
  return { file, loaded: tls.reloads || startedUs >= state.versions[file].notBeforeUs ? file : file - 1 };
}

/** A process starts and reads its file. */
export function loadCertificate(pod: Pod): void {
  if (pod.certificate !== undefined) pod.certificate.loaded = pod.certificate.file;
}

/** A container is made: its volumes are mounted with what the secret has now. */
export function mountCertificate(world: World, number: number): void {
  const pod = world.s.pods[number];
  if (pod.certificate === undefined) return;
  pod.certificate.file = inSecret(stateOf(world, world.plan.services[pod.service].certificate));
  loadCertificate(pod);
}

/** The secret is issued anew, because it is time or somebody asked. @returns false when that is under way already */
export function beginIssuing(world: World, certificate: number, isManual = false): boolean {
  const state = stateOf(world, certificate);
  if (state.issuingUs !== null) return false;
  const { nowUs, queue } = world.s;
  const model = modelOf(world, certificate);
  const when = timestampOf(world, state.versions[inSecret(state)].notAfterUs - model.renewBeforeUs)
    .replace('T', ' ')
    .replace('Z', ' +0000 UTC');
  state.issuingUs = nowUs;
  // cmctl sets the condition Issuing itself; else the trigger controller does. Source: cert-manager internal/controller/certificates/policies/checks.go
  if (!isManual) tell(world, certificate, 'Issuing', 'trigger', `Renewing certificate as renewal was scheduled at ${when}`);
  tell(world, certificate, 'Requested', 'request-manager', `Created new CertificateRequest resource "${model.name}-${state.revision + 1}"`);
  pushEvent(queue, nowUs + ISSUING_US, PRIORITY[EVENT.certificateIssued], EVENT.certificateIssued, certificate, state.revision);
  return true;
}

/** The new certificate is in the secret; the kubelets will bring it to the pods one by one. */
export function certificateIssued(world: World, certificate: number): void {
  const { s, plan } = world;
  const state = stateOf(world, certificate);
  state.issuingUs = null;
  state.failedAttempts = 0;
  state.lastFailureUs = null;
  state.revision++;
  state.versions.push({ notBeforeUs: s.nowUs, notAfterUs: s.nowUs + modelOf(world, certificate).durationUs });
  tell(world, certificate, 'Issuing', 'issuing', 'The certificate has been successfully issued');
  scheduleRenewal(world, certificate);
  s.pods.forEach((pod, number) => {
    if (plan.services[pod.service].certificate !== certificate || pod.record.goneUs !== null) return;
    const wait = CACHE_US + (hashText(`secret/${pod.record.name}`, world.seed) % SYNC_PERIOD_US);
    pushEvent(s.queue, s.nowUs + wait, PRIORITY[EVENT.certificateSync], EVENT.certificateSync, number, pod.life);
  });
}

const LAYOUTS: Readonly<Record<number, number | undefined>> = {
  [RUNTIME.node]: logTemplateIndex('routineJson'),
  [RUNTIME.java]: logTemplateIndex('routineSpring'),
  [RUNTIME.go]: logTemplateIndex('routineGo'),
};

/** The kubelet has written the files of a pod anew. A process that watches them takes them up, for new connections. */
export function certificateSync(world: World, number: number): void {
  const pod = world.s.pods[number];
  const { certificate, model, runtime } = world.plan.services[pod.service];
  if (pod.certificate === undefined) return;
  pod.certificate.file = inSecret(stateOf(world, certificate));
  if (model.tls?.reloads !== true || pod.certificate.loaded === pod.certificate.file) return;
  loadCertificate(pod);
  const template = LAYOUTS[runtime];
  // controller-runtime's certwatcher says it so; other libraries say something like it
  if (template !== undefined)
    world.recorder.log(world.s.nowUs, pod.source, INFO, template, 0, 0, world.words.of('Updated current TLS certificate'), 0, 0, 0, 0);
}

export function stateOf(world: World, certificate: number): CertificateState {
  const state = world.s.certificates?.[certificate];
  if (state === undefined) throw new Error(`broken invariant: no certificate ${certificate}`);
  return state;
}

function modelOf(world: World, certificate: number): CertificateModel {
  const model = world.plan.scenario.fleet.certificates?.[certificate];
  if (model === undefined) throw new Error(`broken invariant: no certificate ${certificate}`);
  return model;
}

function certificateNamed(world: World, name: string): number {
  return world.plan.scenario.fleet.certificates?.findIndex((certificate) => certificate.name === name) ?? -1;
}

/** Every cluster has a cert-manager of its own. */
function tell(world: World, certificate: number, reason: string, controller: string, message: string): void {
  const { name } = modelOf(world, certificate);
  for (const region of world.plan.scenario.fleet.regions)
    emitRegionEvent(world, region.name, 'Normal', reason, 'Certificate', name, `cert-manager-certificates-${controller}`, message);
}
