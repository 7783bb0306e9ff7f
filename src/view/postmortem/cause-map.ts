import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Claim } from '../../contract/postmortem.ts';
import { icon } from '../components/icon.ts';
import { emptyState } from '../components/states.ts';
import { layoutCauseMap, type MapLayout, NODE_HEIGHT, NODE_WIDTH, USERS } from './cause-map-layout.ts';
import { conditionWords, roleWord } from './claim-words.ts';
import { roleGlyph } from './role-glyph.ts';

/** Height of the map while only what users felt stands on it. */
const EMPTY_HEIGHT = 240;

export interface CauseMapOptions {
  readonly claims: readonly Claim[];
  readonly width: number;
  readonly selected: string;
  /** Claim whose effect is being chosen, '' when none. */
  readonly linkingFrom: string;
  /** What users felt: words and a figure. */
  readonly felt: { readonly words: string; readonly figure: string };
  readonly evidenceCount: (claim: Claim) => number;
  readonly choose: (id: string) => void;
}

/** Claims as nodes by role, "leads to" as edges. Arrow keys walk the nodes; the tab List holds the same as a form. */
export function causeMap(options: CauseMapOptions): TemplateResult {
  const { claims } = options;
  const layout = layoutCauseMap(claims, options.width);
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const ruledOut = claims.filter((claim) => claim.role === 'ruled-out' && claim.state !== 'rejected');
  return html`<div class="cause-map">
    ${
      layout.nodes.length === 0
        ? html`<div class="cause-map-canvas" style="width:${options.width}px;height:${EMPTY_HEIGHT}px">${emptyState('What led to this? Claims you confirm under your text appear here; N adds one by hand.')}
            ${usersNode(Math.max(0, options.width - NODE_WIDTH - 24), EMPTY_HEIGHT - NODE_HEIGHT - 24, options)}</div>`
        : html`
    <div class="cause-map-canvas" role="group" aria-label="Cause map" style="width:${layout.width}px;height:${layout.height}px" @keydown=${(event: KeyboardEvent) => walk(event, layout)}>
      ${edges(layout)}${repeat(
        layout.nodes,
        (node) => node.id,
        (node) => (node.id === USERS ? usersNode(node.x, node.y, options) : claimNode(byId.get(node.id)!, node.x, node.y, byId, options)),
      )}</div>`
    }
    <section class="ruled-out-tray" aria-label="Ruled out"><h3>Ruled out</h3>${
      ruledOut.length === 0
        ? html`<span class="ruled-out-none">What you looked at and can exclude.</span>`
        : ruledOut.map(
            (claim) => html`<button type="button"
      class="ruled-out-claim ${claim.state}" aria-pressed=${String(claim.id === options.selected)} @click=${() => options.choose(claim.id)}>${roleGlyph('ruled-out')}<span class="mono">${claim.component}</span> ${conditionWords(claim.condition)}</button>`,
          )
    }
      <span class="ruled-out-legend">dashed: made it possible</span></section></div>`;
}

function claimNode(claim: Claim, x: number, y: number, byId: ReadonlyMap<string, Claim>, options: CauseMapOptions): TemplateResult {
  const proposed = claim.state === 'proposed';
  const leads = claim.leadsTo.map((id) => byId.get(id)).filter((other): other is Claim => other !== undefined);
  const evidence = options.evidenceCount(claim);
  return html`<button type="button" class="map-node ${claim.role} ${claim.state} ${options.linkingFrom === claim.id ? 'linking' : ''}" style="left:${x}px;top:${y}px;width:${NODE_WIDTH}px;height:${NODE_HEIGHT}px"
    data-node=${claim.id} aria-pressed=${String(claim.id === options.selected)} @click=${() => options.choose(claim.id)}>
    ${proposed ? html`<span class="map-tag">from the text</span>` : nothing}<span class="map-role">${roleGlyph(claim.role)}${roleWord(claim.role)}</span>
    <span class="map-condition">${conditionWords(claim.condition)}</span><span class="map-foot"><span class="mono">${claim.component}</span>${evidence ? html`<span class="map-evidence">${icon('chart')}${evidence}<span class="sr-only"> cited</span></span>` : nothing}</span>
    ${leads.length ? html`<span class="sr-only">leads to ${leads.map((other) => conditionWords(other.condition)).join(' and ')}</span>` : nothing}</button>`;
}

function usersNode(x: number, y: number, options: CauseMapOptions): TemplateResult {
  return html`<div class="map-node users" style="left:${x}px;top:${y}px;width:${NODE_WIDTH}px;height:${NODE_HEIGHT}px" role="img" aria-label=${`What users felt: ${options.felt.words}, ${options.felt.figure}`}>
    <span class="map-role">${icon('diamond', 'solid')}What users felt</span><span class="map-condition">${options.felt.words}</span><span class="map-foot mono">${options.felt.figure}</span></div>`;
}

function edges(layout: MapLayout): TemplateResult {
  return html`<svg class="map-edges" width=${layout.width} height=${layout.height} aria-hidden="true"><defs>
    <marker id="leads-to" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="map-arrow" d="M0 .8 7 4 0 7.2Z"/></marker>
    <marker id="made-possible" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="map-arrow-open" d="M1 1 7 4 1 7"/></marker></defs>
    ${layout.edges.map((edge) => svg`<path class=${edge.dashed ? 'map-edge dashed' : 'map-edge'} d=${edge.path} marker-end=${edge.dashed ? 'url(#made-possible)' : 'url(#leads-to)'}/>`)}</svg>`;
}

/** Moves the focus to the nearest node in the direction of the arrow. */
function walk(event: KeyboardEvent, layout: MapLayout): void {
  const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
  const from = layout.nodes.find((node) => node.id === (event.target as HTMLElement).dataset.node);
  if (step === undefined || from === undefined) return;
  let best: string | null = null;
  let least = Infinity;
  for (const node of layout.nodes) {
    const dx = node.x - from.x,
      dy = node.y - from.y;
    const ahead = dx * step[0] + dy * step[1];
    const aside = Math.abs(dx * step[1]) + Math.abs(dy * step[0]);
    if (node.id === USERS || ahead <= 0 || ahead + aside * 2 >= least) continue;
    least = ahead + aside * 2;
    best = node.id;
  }
  event.preventDefault();
  event.stopPropagation();
  if (best !== null) (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`[data-node="${best}"]`)?.focus();
}
