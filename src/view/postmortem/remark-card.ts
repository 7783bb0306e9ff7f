import { html, nothing, type TemplateResult } from 'lit-html';
import type { ProseFlag } from '../../contract/postmortem.ts';
import { button } from '../components/button.ts';
import { icon } from '../components/icon.ts';

export interface RemarkActions {
  readonly use: (flag: ProseFlag, rewrite: string) => void;
  readonly rewrite: (flag: ProseFlag) => void;
  readonly keep: (flag: ProseFlag) => void;
}

const TITLES: Readonly<Record<ProseFlag['kind'], string>> = {
  blame: 'This points at a person',
  counterfactual: 'This tells of something that did not happen',
};

/** The rewrite inside an advice, `… “The canary ran for 6 minutes.”`; '' when it only advises. */
export function rewriteIn(suggestion: string): string {
  return /“([^”]+)”/.exec(suggestion)?.[1] ?? '';
}

/** What a language remark says and a rewrite it offers. Never blocks, never red. */
export function remarkCard(flag: ProseFlag, markdown: string, actions: RemarkActions): TemplateResult {
  const words = markdown.slice(flag.span[0], flag.span[1]);
  const rewrite = rewriteIn(flag.suggestion);
  return html`<li class="remark"><p class="remark-title">${icon('triangle', 'solid warn')}<strong>${TITLES[flag.kind]}</strong><span class="remark-cost">remark, costs nothing yet</span></p>
    <p class="remark-words">“${words}”</p><p class="remark-suggestion">${flag.suggestion}</p>
    <p class="remark-actions">${rewrite === '' ? nothing : button({ label: 'Use this', name: `Use this: ${rewrite}`, onClick: () => actions.use(flag, rewrite) })}${button({ label: 'Write my own', name: `Write my own: ${words}`, look: rewrite === '' ? 'secondary' : 'quiet', onClick: () => actions.rewrite(flag) })}${button({ label: 'Keep as it is', name: `Keep as it is: ${words}`, look: 'quiet', onClick: () => actions.keep(flag) })}</p></li>`;
}
