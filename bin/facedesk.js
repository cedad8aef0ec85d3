#!/usr/bin/env node
/** Starts the built command line. Plain JavaScript, so that an old Node or a missing build gets a sentence, not a stack. */
import { existsSync } from 'node:fs';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const main = new URL('../dist/cli/main.js', import.meta.url);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`facedesk needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exitCode = 1;
} else if (!existsSync(main)) {
  console.error('facedesk is not built yet: run npm run build.');
  process.exitCode = 1;
} else {
  const { runCli } = await import(main.href);
  await runCli(process.argv);
}
