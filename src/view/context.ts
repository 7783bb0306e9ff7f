import type { StoreApi } from 'zustand/vanilla';
import type { Command, EvidenceRef } from '../contract/commands.ts';
import type { SessionPort } from '../contract/ports.ts';
import type { CommandResult } from '../contract/refusals.ts';
import type { WriteUpPort } from '../contract/write-up-port.ts';
import type { FrameState } from '../stores/frame-store.ts';
import type { ScenarioCard } from '../stores/scenario-card.ts';
import type { LogQuery, PanelId, Preset, UiState } from '../stores/ui-store.ts';

/** Where a link inside the page can lead. */
export type Destination =
  | { readonly kind: 'home' }
  /** The same scenario and seed from the beginning. */
  | { readonly kind: 'restart' }
  /** The same play up to just before an instant, and on from there. */
  | { readonly kind: 'play-from'; readonly atUs: number }
  | { readonly kind: 'preset'; readonly preset: Preset }
  | { readonly kind: 'panel'; readonly panel: PanelId }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'logs'; readonly query: Partial<LogQuery> }
  | { readonly kind: 'trace'; readonly traceId: string }
  | { readonly kind: 'metrics'; readonly expr: string }
  | { readonly kind: 'runbook'; readonly name: string }
  /** Writes a line at the terminal's prompt, without running it. */
  | { readonly kind: 'terminal'; readonly line: string };

/** Everything a view gets. Views hold no other door to the rest of the program. */
export interface ViewContext {
  readonly port: SessionPort;
  readonly frames: StoreApi<FrameState>;
  readonly ui: StoreApi<UiState>;
  readonly scenario: ScenarioCard;
  readonly writeUp: WriteUpPort;
  navigate(to: Destination): void;
  /** Says it once, politely, to a screen reader. */
  announce(text: string): void;
  /** Runs an incident or fleet command as the person; a refusal is announced and returned. */
  execute(command: Command, intent: string): Promise<CommandResult>;
  /** Pins evidence to the notebook; the notebook gives it an id. */
  pin(evidence: EvidenceRef): Promise<void>;
  /** Notes for the debrief that the person looked at something. */
  observe(kind: string, what: string): void;
}

/** What a mounted view gives back. */
export interface Mounted {
  destroy(): void;
  /** The panel came to the front, or left it: a hidden panel stops asking for data. */
  setVisible?(visible: boolean): void;
  /** Puts the keyboard focus where work starts. */
  focus?(): void;
}

export type Mount = (host: HTMLElement, context: ViewContext) => Mounted;
