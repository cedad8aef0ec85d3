/** The parts of the benchmark by name, in the order of the document. Each is loaded only where it runs. */

/** What a part has measured, as it stands in the document. */
export interface Section {
  readonly title: string;
  /** Markdown: sentences and tables. */
  readonly text: string;
}

export const parts = {
  pipeline: async () => (await import('./pipeline.js')).measurePipeline(),
  pool: async () => (await import('./pool.js')).measurePool(),
  search: async () => (await import('./search.js')).measureSearch(),
  verdict: async () => (await import('./verdict.js')).measureVerdict(),
  enrol: async () => (await import('./enrol.js')).measureEnrol(),
  store: async () => (await import('./store.js')).measureStore(),
  directory: async () => (await import('./directory.js')).measureDirectory(),
  import: async () => (await import('./import.js')).measureImport(),
  http: async () => (await import('./http.js')).measureHttp(),
  timing: async () => (await import('./timing.js')).measureTiming(),
  webhooks: async () => (await import('./webhooks.js')).measureWebhooks(),
  tracing: async () => (await import('./tracing.js')).measureTracing(),
  kiosk: async () => (await import('./kiosk.js')).measureKiosk(),
  start: async () => (await import('./start.js')).measureStart(),
} as const satisfies Record<string, () => Promise<Section>>;

/** Measure what was built, not the sources. */
export const partsOfBuild: readonly PartName[] = [
  'directory',
  'http',
  'timing',
  'webhooks',
  'tracing',
  'kiosk',
  'start',
];

export type PartName = keyof typeof parts;
export const partNames = Object.keys(parts) as PartName[];

export function isPartName(name: string | undefined): name is PartName {
  return name !== undefined && Object.hasOwn(parts, name);
}
