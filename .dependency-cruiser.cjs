/**
 * Who may import whom. Every rule has a planted violation in test/architecture/import-rules.test.ts that shows it bites.
 * Unit tests beside the source are free to import what they prove, so the layer rules leave them out.
 */
const tests = '\\.test\\.ts$';
const doors = ['vision', 'gallery', 'store', 'archive'];

/** From these folders, of src only the allowed ones may be imported. */
function layer(name, folder, allowed, comment) {
  return {
    name,
    severity: 'error',
    comment,
    from: { path: `^src/${folder}/`, pathNot: tests },
    to: { path: '^src/', pathNot: `^src/(${[folder.replace(/[()]/g, ''), ...allowed].join('|')})/` },
  };
}

/** A package that only one folder of src may import. */
function home(name, folder, packages, comment) {
  return {
    name: `${name}-has-one-home`,
    severity: 'error',
    comment,
    from: { path: '^(src|web)/', pathNot: [`^src/${folder}/`, tests] },
    to: { path: `(^|node_modules/)(${packages})(/|$)` },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'domain-imports-nothing',
      severity: 'error',
      comment:
        'The rules of the game are pure: they can be read, tested and reused without a file, a clock or a package.',
      from: { path: '^src/domain/', pathNot: tests },
      to: { pathNot: '^src/domain/' },
    },
    layer(
      'config-imports-domain-only',
      'config',
      ['domain'],
      'Everyone takes a slice of Config; it takes from none.',
    ),
    layer(
      'observability-imports-domain-only',
      'observability',
      ['domain'],
      'Everyone logs; what logs may need nobody, or everything becomes one knot.',
    ),
    layer(
      'sealing-imports-domain-only',
      'sealing',
      ['domain'],
      'What a key opens must not depend on who keeps the sealed bytes.',
    ),
    ...doors.map((folder) =>
      layer(
        `${folder}-knows-no-neighbour`,
        folder,
        ['domain', 'observability', ...(['store', 'archive'].includes(folder) ? ['sealing'] : [])],
        'Vision, gallery, store and archive can each be replaced alone, so none of them knows another or who calls it.',
      ),
    ),
    layer(
      'services-call-downwards',
      'services',
      ['domain', 'observability', 'sealing', ...doors],
      'A service tells the story; it must not know whether HTTP, the command line or a test asked for it.',
    ),
    {
      name: 'services-know-types-of-doors-only',
      severity: 'error',
      comment:
        'container.ts hands the engines in, so a service can run on any store, gallery or vision engine.',
      from: { path: '^src/services/', pathNot: tests },
      to: { path: `^src/(sealing|${doors.join('|')})/`, dependencyTypesNot: ['type-only'] },
    },
    layer(
      'http-calls-services',
      'http',
      ['services', 'domain', 'config', 'observability'],
      'A route reads the request and asks a service; one that reaches past it skips the rules the service keeps.',
    ),
    {
      name: 'http-takes-config-by-slice',
      severity: 'error',
      comment:
        'Configuration is loaded once, by whoever starts the program; a route gets its slice handed in.',
      from: { path: '^src/http/', pathNot: tests },
      to: { path: '^src/config/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'cli-calls-services',
      severity: 'error',
      comment:
        'A command asks a service that the container made; one that reaches past it skips the rules the service keeps.',
      from: { path: '^src/cli/', pathNot: tests },
      to: {
        path: '^src/',
        pathNot: '^src/((cli|services|domain|config|observability)/|(container|main)\\.ts$)',
      },
    },
    {
      name: 'container-is-imported-by-entries-only',
      severity: 'error',
      comment:
        'What can reach the container can reach everything, and its dependencies no longer show in its signature.',
      from: { pathNot: '^(src/main\\.ts$|src/cli/|test/|bench/)' },
      to: { path: '^src/container\\.ts$' },
    },
    {
      name: 'composition-is-imported-by-container-only',
      severity: 'error',
      comment: 'It is the container, in several files.',
      from: { pathNot: '^src/(container\\.ts$|composition/)' },
      to: { path: '^src/composition/' },
    },
    {
      name: 'web-knows-the-wire-only',
      severity: 'error',
      comment: 'What people see talks to the service over HTTP, as any other client does.',
      from: { path: '^web/' },
      to: { path: '^src/' },
    },
    ...['sealing', ...doors].map((folder) => ({
      name: `${folder}-has-one-door`,
      severity: 'error',
      comment: `What src/${folder}/index.ts does not export is free to change.`,
      from: {
        path: '^(src|web)/',
        pathNot: [`^src/${folder}/`, '^src/(container\\.ts$|composition/)', tests],
      },
      to: { path: `^src/${folder}/`, pathNot: `^src/${folder}/index\\.ts$` },
    })),
    {
      name: 'packs-are-loaded-when-chosen',
      severity: 'error',
      comment:
        'A vision process must be there again within a second, and reading manifests took a third of its start.',
      from: { path: '^src/vision/', pathNot: ['^src/vision/(index\\.ts$|models/packs/)', tests] },
      to: {
        path: '^src/vision/models/packs/',
        pathNot: 'model-pack-error\\.ts$',
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    home(
      'onnxruntime',
      'vision/session',
      'onnxruntime-node',
      'Another runtime must be a change of one folder.',
    ),
    home(
      'image-decoding',
      'vision/steps',
      'sharp|@julusian/jpeg-turbo',
      'Hostile pictures are decoded in child processes, behind one list of allowed formats and limits.',
    ),
    home(
      'database',
      'store',
      'kysely|@photostructure/sqlite|mysql2|pg',
      'SQL behind one door can be another database.',
    ),
    home(
      'web-framework',
      'http',
      'fastify|@fastify/[^/]+',
      'The story does not know that it is told over HTTP.',
    ),
    home('archives', 'archive', 'yauzl', 'Hostile archives are read in one place, behind one set of limits.'),
    home(
      'terminal',
      'cli',
      'commander|cli-progress',
      'The story does not know that it is told on a terminal.',
    ),
    home(
      'logging',
      'observability',
      'pino',
      'One place redacts, so nothing that identifies a person gets past it.',
    ),
    home(
      'metrics',
      'observability',
      'prom-client',
      'Every metric is in one table, so that none gets past it that names somebody.',
    ),
    {
      name: 'no-circular',
      severity: 'error',
      comment:
        'Modules in a ring can only be tested and loaded together. Types are no load: a door states the type that the file ' +
        'it re-exports implements.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'not-to-dev-dependency',
      severity: 'error',
      comment: 'What the service imports must be there after npm ci --omit=dev.',
      from: { path: '^src/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-undeclared-package',
      severity: 'error',
      comment: 'A package that only another package brings along can vanish with its next release.',
      from: { path: '^(src|web)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A module that nothing imports and that imports nothing is dead.',
      from: { path: '^src/', orphan: true, pathNot: tests },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|coverage)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};
