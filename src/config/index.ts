/** The configuration's door. */
export { ConfigError, loadConfig } from './load-config.js';
export { loadQualityPolicies } from './load-quality-policies.js';
export { type Endpoint, parseEndpoint } from './endpoint.js';
export { exposureProblem, mayServeWithoutKeys } from './exposure.js';
export type { ConfigSources } from './load-config.js';
export { packageRoot, packageVersion } from './package-root.js';
export type { Config } from './schema.js';
export { serviceManagerEnvironment } from './service-manager-environment.js';
export type { ServiceManagerEnvironment } from './service-manager-environment.js';
export { settings } from './settings.js';
export { settingsInForce } from './settings-in-force.js';
export type { SettingInForce } from './settings-in-force.js';
export type { Setting } from './settings.js';
