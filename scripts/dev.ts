/** `npm run dev`: the service from its sources, with the embedded database; tsx starts it anew when a source changes. */
import { runCli } from '../src/cli/main.js';

const [node = 'node', script = 'facedesk', ...flags] = process.argv;
await runCli([node, script, 'serve', ...flags]);
