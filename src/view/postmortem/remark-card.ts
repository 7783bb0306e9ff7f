import { html, type TemplateResult } from 'lit-html';
import type { ProseFlag } from '../../contract/postmortem.ts';
import { button } from '../components/button.ts';
import { icon } from '../components/icon.ts';

export interface RemarkActions {
  readonly use: (flag: ProseFlag) => void;
  readonly rewrite: (flag: ProseFlag) => void;
  readonly keep: (flag: ProseFlag) => void;
}

const TITLES: Readonly<Record<ProseFlag['kind'], string>> = {
  blame: 'This points at a person',
  counterfactual: 'This tells of something that did not happen',
};

/** What a language remark says and a rewrite it offers. Never blocks, never red. */
export function remarkCard(flag: ProseFlag, markdown: string, actions: RemarkActions): TemplateResult {
  const words = markdown.slice(flag.span[0], flag.span[1]);
  return html`<li class="remark"><p class="remark-title">${icon('triangle', 'solid warn')}<strong>${TITLES[flag.kind]}</strong><span class="remark-cost">remark, costs nothing yet</span></p>
    <p class="remark-words">“${words}”</p><p class="remark-suggestion">${flag.suggestion}</p>
    <p class="remark-actions">${button({ label: 'Use this', name: `Use this: ${flag.suggestion}`, onClick: () => actions.use(flag) })}${button({ label: 'Write my own', look: 'quiet', onClick: () => actions.rewrite(flag) })}${button({ label: 'Keep as it is', look: 'quiet', onClick: () => actions.keep(flag) })}</p></li>`;
}
