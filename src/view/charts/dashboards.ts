import type { SliFrame } from '../../contract/frame.ts';
import type { ScenarioCard } from '../../stores/scenario-card.ts';
import type { Dashboard } from './chart-definition.ts';
import { edgeDashboard } from './edge-dashboard.ts';
import { serviceDashboard } from './service-dashboard.ts';
import { storeDashboard } from './store-dashboards.ts';

/** The dashboards of a fleet: what users get at the edge, then one a service and one a data store. */
export function dashboardsOf(card: ScenarioCard, slis: readonly SliFrame[]): readonly Dashboard[] {
  return [edgeDashboard(card, slis), ...card.services.map((service) => serviceDashboard(service)), ...card.stores.map((store) => storeDashboard(store))];
}
