import type { Recording } from '../contract/recording.ts';
import type { WriteUpPort } from '../contract/write-up-port.ts';
import type { RunFacts } from '../session/run-facts.ts';
import type { WriteUpService } from './write-up-service.ts';

/** What the running session tells of the run: nothing of it is truth. */
export interface RunSource {
  facts(): Promise<RunFacts>;
  recording(): Promise<Recording>;
}

/** The page's write-up port: asks the session what the run showed and hands it to the worker that knows the truth. `service` starts that worker when first needed. */
export function createWriteUpPort(run: RunSource, service: () => Promise<WriteUpService>): WriteUpPort {
  return {
    components: async () => (await service()).components(),
    template: async () => (await service()).template(await run.facts()),
    read: async (markdown) => (await service()).read(markdown),
    remarks: async (markdown) => (await service()).remarks(markdown),
    grade: async (document, onPart, cancel) => (await service()).grade(document, await run.facts(), await run.recording(), onPart, cancel),
  };
}
