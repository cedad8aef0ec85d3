/** Reads the operator's own bars of quality from the file that the setting names. The rules are the domain's. */
import { readFileSync } from 'node:fs';
import { changedPolicies, defaultPolicies, type QualityPolicies } from '../domain/quality.js';
import { ConfigError } from './load-config.js';

/**
 * The defaults where no file is named.
 * @throws ConfigError with every problem of the file, by name and never by value
 */
export function loadQualityPolicies(path: string | undefined): QualityPolicies {
  if (path === undefined) return defaultPolicies;
  const policies = changedPolicies(contentOf(path));
  if (!('problems' in policies)) return policies;
  throw new ConfigError(policies.problems.map((problem) => `FACEDESK_QUALITY_POLICY_FILE: ${problem}`));
}

function contentOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch {
    throw new ConfigError(['FACEDESK_QUALITY_POLICY_FILE has to name a readable file that holds JSON']);
  }
}
