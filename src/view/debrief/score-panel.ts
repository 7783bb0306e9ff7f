import { html, nothing, type TemplateResult } from 'lit-html';
import type { PostmortemScore, ResponseScore, ScorePart, ScoreReason } from '../../contract/postmortem.ts';
import { icon } from '../components/icon.ts';
import { loadingState } from '../components/states.ts';

/** A total in ink, never coloured, and every part with its points, why, and what would raise it. */
export function scorePanel(name: string, score: ResponseScore | PostmortemScore | null, words: string, waiting: string): TemplateResult {
  if (score === null) return html`<div class="score-waiting">${loadingState(waiting)}<p>${waiting}</p></div>`;
  return html`<div class="score-total"><span class="score-number">${Math.round(score.total)}</span><p><strong>of ${score.outOf}${words ? `, ${words}` : ''}</strong><br>${name}</p></div>
    <svg class="score-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="score-track" width="100" height="6"/><rect class="score-fill" width=${Math.max(0, Math.min(100, score.total))} height="6"/></svg>
    <ol class="score-parts">${score.parts.map(scorePart)}</ol>`;
}

function scorePart(part: ScorePart): TemplateResult {
  const share = part.outOf === 0 ? 0 : Math.max(0, Math.min(100, (part.points / part.outOf) * 100));
  return html`<li class="score-part"><h3>${part.title}<span class="score-points">${points(part.points)}<span class="score-of"> / ${points(part.outOf)}</span></span></h3>
    <svg class="score-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="score-track" width="100" height="4"/><rect class="score-fill part" width=${share} height="4"/></svg>
    <ul class="score-reasons">${part.reasons.map(reason)}</ul></li>`;
}

const VERDICTS: Readonly<Record<ScoreReason['verdict'], { readonly icon: 'tick' | 'chevronRight' | 'ring'; readonly word: string }>> = {
  earned: { icon: 'tick', word: 'earned: ' },
  lost: { icon: 'chevronRight', word: 'would raise it: ' },
  note: { icon: 'ring', word: '' },
};

function reason(one: ScoreReason): TemplateResult {
  const verdict = VERDICTS[one.verdict];
  return html`<li class=${one.verdict}>${icon(verdict.icon)}<span><span class="sr-only">${verdict.word}</span>${one.text}${one.quote ? html` <q>${one.quote}</q>` : nothing}</span></li>`;
}

/** `12`, `7.5`: at most one decimal. */
export function points(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return Number.isInteger(rounded) ? String(rounded) : rounded.toFixed(1);
}
