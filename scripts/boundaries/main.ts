import { checkBoundaries, describe, SOURCE_ROOT, sourceFiles } from './check.ts';

const violations = checkBoundaries(SOURCE_ROOT);
for (const violation of violations) console.error(describe(violation, SOURCE_ROOT));
console.error(`boundaries: ${sourceFiles(SOURCE_ROOT).length} files, ${violations.length} violations`);
process.exitCode = violations.length > 0 ? 1 : 0;
