/** Runs one part in a process of its own, so that no part measures the memory or the garbage of another one; main.ts forks it. */
import { isPartName, parts } from './parts.js';

const name = process.argv[2];
if (!isPartName(name) || process.send === undefined) throw new Error('npm run bench starts this file');
const section = await parts[name]();
process.send(section, () => process.disconnect());
