/** Lint rules: what the compiler cannot see. Layout is prettier's work, imports between folders are dependency-cruiser's. */
import tseslint from 'typescript-eslint';

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name, so that one thing has one name everywhere.',
};
const noEnvironment = [
  'MemberExpression[object.name="process"][property.name="env"]',
  'MemberExpression[object.name="process"][property.value="env"]',
  'VariableDeclarator[init.name="process"] Property[key.name="env"]',
].map((selector) => ({
  selector,
  message: 'Only src/config reads the environment; take a slice of Config.',
}));
const exportedFunctions = [
  'ExportNamedDeclaration > FunctionDeclaration',
  'ExportNamedDeclaration > VariableDeclaration > VariableDeclarator > ArrowFunctionExpression',
];
const noBooleanParameter = exportedFunctions
  .flatMap((exported) => [
    `${exported} > Identifier.params[typeAnnotation.typeAnnotation.type="TSBooleanKeyword"]`,
    `${exported} > AssignmentPattern.params[right.raw=/^(true|false)$/]`,
  ])
  .map((selector) => ({
    selector,
    message: 'A bare true or false says nothing where it is called: take a named option or a union of words.',
  }));

export default tseslint.config(
  { ignores: ['dist/', 'client/dist/', 'coverage/', 'node_modules/', '.tmp/', '.cache/', 'data/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-fallthrough': 'error',
      'no-loss-of-precision': 'error',
      'no-self-compare': 'error',
      'no-unmodified-loop-condition': 'error',
      'no-useless-escape': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'max-lines': ['error', { max: 250 }],
      'max-params': ['error', { max: 4 }],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A Fastify handler and an async iterable may be async without awaiting anything.
      '@typescript-eslint/require-await': 'off',
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', noDefaultExport, ...noBooleanParameter],
    },
  },
  {
    files: ['src/**/*.ts'],
    // fork-child.ts reads no setting: it hands a child the few variables of the system that it needs.
    ignores: ['src/config/**', 'src/vision/pool/fork-child.ts', '**/*.test.ts'],
    rules: {
      'no-restricted-syntax': ['error', noDefaultExport, ...noBooleanParameter, ...noEnvironment],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'node:process', importNames: ['env'], message: noEnvironment[0].message }] },
      ],
    },
  },
  {
    // A suite is a table of contents, not a function that one has to hold in mind; and what it reads back from a body, a
    // row or a matcher has the type that its expectation says.
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['*.config.ts', '*.config.js'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['scripts/**/*.js', 'bin/*.js', '*.cjs', '*.config.js'],
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error' },
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        module: 'writable',
        require: 'readonly',
        URL: 'readonly',
      },
    },
  },
);
