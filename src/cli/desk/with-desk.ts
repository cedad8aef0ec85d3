/** Opens the desk that a command line means: the one behind `--profile`, or that of this machine. */
import type { Command } from 'commander';
import { profileOf } from '../global-options.js';
import { withServices } from '../with-services.js';
import type { Desk } from './desk.js';
import { createLocalDesk } from './local-desk.js';
import { findProfile } from './profiles.js';
import { reach } from './reach.js';
import { createRemoteDesk } from './remote-desk.js';

/** @throws UsageError where there is no such profile; what `use` throws */
export async function withDesk<Result>(
  command: Command,
  use: (desk: Desk) => Promise<Result>,
): Promise<Result> {
  const profile = profileOf(command);
  if (profile !== undefined) return use(createRemoteDesk(await reach(await findProfile(profile))));
  return withServices(command, (services) => use(createLocalDesk(services)));
}
