/** Runs one of the reliability measurements by hand and prints its figures: tsx test/reliability/main.ts overload [seconds] */
import { measureOverload } from './overload.js';

const [what, seconds = '60'] = process.argv.slice(2);
if (what === 'overload') console.log(await measureOverload({ seconds: Number(seconds), times: 5 }));
else {
  console.error('Usage: tsx test/reliability/main.ts overload [seconds]');
  process.exitCode = 1;
}
