/** Dead code: files that nothing starts or imports, exports that nobody uses, packages that are not needed. */
export default {
  entry: [
    'bin/facedesk.js',
    'src/main.ts',
    'scripts/*.{ts,js}',
    'bench/*.ts',
    'examples/**/*.{ts,js}',
    // Started or loaded by path, in processes of their own.
    'src/vision/pool/vision-child.ts',
    'test/**/*-{child,parent}.ts',
    'test/vision/commanded-extractor.ts',
    'test/servers/*-for-project.ts',
  ],
  project: ['bin/**/*.js', 'src/**/*.ts', 'scripts/**/*.{ts,js}', 'bench/**/*.ts', 'test/**/*.ts'],
  ignoreExportsUsedInFile: true,
  // Their weights and demo photos are read as files; no code of theirs runs.
  ignoreDependencies: ['@vladmandic/face-api', '@vladmandic/human'],
};
