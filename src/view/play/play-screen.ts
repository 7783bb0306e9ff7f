import type { SessionPort } from '../../contract/ports.ts';
import type { WriteUpPort } from '../../contract/write-up-port.ts';
import type { FrameStore } from '../../stores/frame-store.ts';
import { needsAcknowledgement } from '../../stores/pager-order.ts';
import type { ScenarioCard } from '../../stores/scenario-card.ts';
import type { PanelId, Preset, UiStore } from '../../stores/ui-store.ts';
import type { Destination, Mount, Mounted, ViewContext } from '../context.ts';
import { createDock, type Dock } from '../dock/dock.ts';
import { dockLayout, phoneLayout, type DockWidth, type PhoneTab } from '../dock/layout.ts';
import { createAnnouncer } from './announcements.ts';
import { drawBanner } from './banner.ts';
import { paletteEntries } from './commands.ts';
import { createKeyHelp } from './key-help.ts';
import { createPagerSound } from './pager-sound.ts';
import { createPalette } from './palette.ts';
import { playPanels, type TerminalPanel } from './panels.ts';
import { bindPlayKeys } from './play-keys.ts';
import { drawPhoneNav } from './phone-nav.ts';
import { mountRibbon } from './ribbon.ts';
import { roomEntries } from './room.ts';
import { screenFrame } from './screen-frame.ts';
import { mountStatusBar } from './status-bar.ts';
import { mountTopBar } from './top-bar.ts';

const PHONE_MAX_PX = 719;
const TABLET_MAX_PX = 1100;

export interface PlayOptions {
  readonly port: SessionPort;
  readonly frames: FrameStore;
  readonly ui: UiStore;
  readonly scenario: ScenarioCard;
  readonly writeUp: WriteUpPort;
  readonly mountTerminal: (host: HTMLElement, context: ViewContext) => TerminalPanel;
  readonly leave: () => void;
  /** The same incident from its start. */
  readonly restart: () => void;
  readonly playFrom: (atUs: number) => void;
  readonly exportRecording: () => void;
}

/** The play screen: top bar, ribbon, dock or write-up or debrief, status bar; keys, palette, sounds and live regions. */
export function mountPlay(host: HTMLElement, options: PlayOptions): Mounted {
  const { port, frames, ui, scenario, writeUp } = options;
  const frame = screenFrame(host);
  const announcer = createAnnouncer(frame.polite, frame.assertive, frames);
  let dock: Dock;
  let terminal: TerminalPanel | null = null;
  let phoneTab: PhoneTab = 'pager';
  let page: { readonly preset: Preset; readonly mounted: Mounted } | null = null;
  let pins = 0;

  const context: ViewContext = {
    port,
    frames,
    ui,
    scenario,
    writeUp,
    navigate,
    announce: announcer.say,
    execute: async (command, intent) => {
      const result = await port.execute(command, intent);
      if (!result.ok) announcer.say(`Refused: ${result.refusal.message}`);
      return result;
    },
    pin: async (evidence) => {
      pins += 1;
      const id = `pin-${(frames.getState().frame?.commandCount ?? 0) + pins}-${Math.floor((frames.getState().frame?.tUs ?? 0) / 1e6)}`;
      const result = await context.execute({ kind: 'evidence-pin', id, evidence }, `pin ${evidence.title}`);
      if (result.ok) announcer.say(`Pinned ${evidence.title} to the notebook`);
    },
    observe: (kind, what) => void port.observe(kind, what).catch(() => undefined),
  };

  const widthNow = (): DockWidth => (window.innerWidth <= PHONE_MAX_PX ? 'phone' : window.innerWidth < TABLET_MAX_PX ? 'tablet' : 'wide');
  let width = widthNow();

  function arrange(): void {
    width = widthNow();
    frame.root.dataset.width = width;
    const { preset } = ui.getState();
    const whole = preset === 'write-up' || preset === 'debrief';
    frame.dock.hidden = whole;
    frame.page.hidden = !whole;
    if (whole) void showPage(preset);
    else dock.arrange(width === 'phone' ? phoneLayout(phoneTab) : dockLayout(preset, width, window.innerWidth));
    drawNav();
  }

  async function showPage(preset: 'write-up' | 'debrief'): Promise<void> {
    if (page?.preset === preset) return;
    const mount: Mount =
      preset === 'write-up' ? (await import('../postmortem/write-up-screen.ts')).mountWriteUp : (await import('../debrief/debrief-screen.ts')).mountDebrief;
    if (ui.getState().preset !== preset) return;
    page?.mounted.destroy();
    const place = document.createElement('div');
    place.className = 'full-page-content';
    frame.page.replaceChildren(place);
    page = { preset, mounted: mount(place, context) };
  }

  function reveal(panel: PanelId, focus = true): void {
    const { preset } = ui.getState();
    if (preset === 'write-up' || preset === 'debrief') ui.setState({ preset: 'on-call' });
    if (dock.reveal(panel, focus)) return;
    if (width === 'phone') {
      phoneTab =
        panel === 'pager' || panel === 'runbooks' ? 'pager' : panel === 'room' || panel === 'status' ? 'comms' : panel === 'notebook' ? 'write-up' : 'map';
      arrange();
    } else ui.setState({ preset: ui.getState().preset === 'on-call' ? 'investigate' : 'on-call' });
    dock.reveal(panel, focus);
  }

  function navigate(to: Destination): void {
    switch (to.kind) {
      case 'home':
        return options.leave();
      case 'restart':
        return options.restart();
      case 'play-from':
        return options.playFrom(to.atUs);
      case 'preset':
        return ui.setState({ preset: to.preset });
      case 'panel':
        return reveal(to.panel);
      case 'service':
        ui.setState({ selected: to.name });
        return reveal(width === 'wide' ? 'fleet' : 'table');
      case 'logs':
        ui.setState({ logs: { ...ui.getState().logs, ...to.query } });
        return reveal('logs');
      case 'trace':
        ui.setState({ traceId: to.traceId });
        return reveal('traces');
      case 'metrics':
        ui.setState({ metricsExpr: to.expr });
        return reveal('metrics');
      case 'runbook':
        ui.setState({ runbook: to.name });
        return reveal('runbooks');
      case 'terminal':
        reveal('terminal');
        terminal?.write(to.line);
    }
  }

  function drawNav(): void {
    const now = frames.getState().frame;
    const preset = ui.getState().preset;
    drawPhoneNav(
      frame.phoneNav,
      preset === 'write-up' || preset === 'debrief' ? 'write-up' : phoneTab,
      {
        pager: now?.alerts.filter(needsAcknowledgement).length ?? 0,
        comms: now ? roomEntries(now.incident).filter((entry) => entry.waiting).length : 0,
      },
      (tab) => {
        phoneTab = tab === 'write-up' ? phoneTab : tab;
        ui.setState({ preset: tab === 'write-up' ? 'write-up' : 'on-call' });
        arrange();
      },
    );
  }

  dock = createDock(
    frame.dock,
    context,
    playPanels((panelHost, panelContext) => {
      terminal = options.mountTerminal(panelHost, panelContext);
      return terminal;
    }),
  );
  const parts: Mounted[] = [
    mountTopBar(frame.topBar, context),
    mountRibbon(frame.ribbon, context, () => width === 'phone'),
    dock,
    announcer,
    createPagerSound(frames, ui),
  ];
  const palette = createPalette(frame.dialogs, () => paletteEntries(context, [{ title: 'Export recording', kind: 'file', run: options.exportRecording }]));
  const help = createKeyHelp(frame.dialogs);
  parts.push(
    mountStatusBar(frame.statusBar, context, { openPalette: () => palette.open(), openHelp: () => help.toggle(), exportRecording: options.exportRecording }),
  );

  const regions = (): HTMLElement[] => [
    frame.topBar,
    frame.ribbon,
    ...frame.main.querySelectorAll<HTMLElement>('.panel, .full-page:not([hidden])'),
    frame.statusBar,
  ];
  function nextRegion(): void {
    const all = regions();
    const current = all.findIndex((region) => region.contains(document.activeElement));
    for (let step = 1; step <= all.length; step += 1) {
      const target = all[(current + step + all.length) % all.length].querySelector<HTMLElement>('button:not([tabindex="-1"]), [tabindex="0"], input, select');
      if (target) return target.focus();
    }
  }
  function search(): void {
    const { focus } = ui.getState();
    reveal(focus === 'logs' || focus === 'metrics' ? focus : 'room');
  }
  const stopKeys = bindPlayKeys(context, {
    palette: () => palette.open(),
    help: () => help.toggle(),
    nextRegion,
    restore: () => void dock.restore(),
    reveal,
    search,
  });

  const onResize = (): void => {
    if (widthNow() !== width) arrange();
  };
  window.addEventListener('resize', onResize);
  const stopUi = ui.subscribe((now, before) => {
    if (now.preset !== before.preset) arrange();
    if (now.asOfUs !== before.asOfUs) frame.root.classList.toggle('is-past', now.asOfUs !== null);
  });
  const stopFrames = frames.subscribe((now, before) => {
    if (now.crash !== before.crash || now.progress !== before.progress || (now.frame === null) !== (before.frame === null))
      drawBanner(frame.banner, now, options.exportRecording);
    if (width === 'phone') drawNav();
    if (now.frame?.playing !== before.frame?.playing) frame.root.classList.toggle('is-paused', now.frame?.playing === false);
  });
  ui.setState({ asOfUs: null });
  drawBanner(frame.banner, frames.getState(), options.exportRecording);
  arrange();

  return {
    destroy: () => {
      window.removeEventListener('resize', onResize);
      stopKeys();
      stopUi();
      stopFrames();
      palette.destroy();
      page?.mounted.destroy();
      for (const part of parts) part.destroy();
      host.replaceChildren();
    },
  };
}
