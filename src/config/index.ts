/** The configuration's door. */
export { ConfigError, loadConfig } from './load-config.js';
export type { ConfigSources } from './load-config.js';
export { packageRoot } from './package-root.js';
export type { Config } from './schema.js';
export { settings } from './settings.js';
export type { Setting } from './settings.js';
