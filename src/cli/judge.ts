/** `facedesk judge`: whether photos are good enough, and what would have to change. Looks at no database and stores nothing. */
import { type Command, Option } from 'commander';
import { createJudging, type Judgement, type Judging } from '../services/judging.js';
import {
  type ComponentName,
  componentNames,
  components,
  policyNames,
  type PolicyName,
} from '../domain/quality.js';
import { FacedeskError, type Finding } from '../domain/errors.js';
import { loadQualityPolicies } from '../config/index.js';
import { printAnswer, table } from './answer.js';
import { exitCodeOf, exitCodes } from './exit-codes.js';
import { answerFormat, configOf } from './global-options.js';
import { readPhoto } from './photo-file.js';
import { withVision } from './vision-tools.js';

interface JudgeOptions {
  readonly policy: PolicyName;
  readonly measures?: true;
}

/** A photo that could not even be looked at has its error as its only finding. */
type JudgedFile = { readonly file: string } & (
  Judgement | { readonly accepted: false; readonly findings: readonly Finding[] }
);

export function addJudgeCommand(program: Command): void {
  program
    .command('judge')
    .description('tell whether photos are good enough, and what to change; stores nothing')
    .argument('<photos...>', 'JPEG, PNG or WebP files')
    .addOption(
      new Option('--policy <name>', 'what the photos would be for').choices(policyNames).default('enrolment'),
    )
    .option('--measures', 'also list every measure')
    .action(async (paths: string[], { policy, measures }: JudgeOptions, self: Command) => {
      const policies = loadQualityPolicies(configOf(self).enrolment.qualityPolicyFile);
      const judged = await withVision(self, async (vision) => {
        const judging = createJudging({ vision, policies });
        const files: JudgedFile[] = [];
        for (const path of paths) files.push({ file: path, ...(await judge(judging, path, policy)) });
        return files;
      });
      const text = judged.map((one) => textOf(one, measures === true)).join('\n');
      printAnswer(answerFormat(self), { document: { policy, photos: judged }, text });
      if (judged.some(({ accepted }) => !accepted)) process.exitCode = exitCodes.negative.code;
    });
}

async function judge(judging: Judging, path: string, policy: PolicyName) {
  const image = await readPhoto(path);
  try {
    return await judging.judge({ image, policy });
  } catch (error) {
    // What is wrong with one photo does not keep the others from being judged.
    if (error instanceof FacedeskError && exitCodeOf(error) === exitCodes.refused.code)
      return { accepted: false as const, findings: error.findings };
    throw error;
  }
}

function textOf(judged: JudgedFile, withMeasures: boolean): string {
  const { file, accepted, findings } = judged;
  const score =
    'unifiedScore' in judged && judged.unifiedScore !== undefined
      ? `, ${judged.unifiedScore.toFixed(0)} of 100`
      : '';
  const lines = [
    `${file}: ${accepted ? 'good enough' : 'not good enough'}${score}`,
    ...findings.map(({ code, text, hint }) => `  ${text} [${code}; ${hint.en} / ${hint.hi}]`),
  ];
  if (withMeasures && 'components' in judged && judged.components !== undefined) {
    const { components: reports } = judged;
    const row = (name: ComponentName): string[] => [
      `  ${name}`,
      reports[name].value.toFixed(0),
      reports[name].native.toPrecision(3),
      components[name].unit,
    ];
    lines.push(table([['  measure', 'of 100', 'measured', 'unit'], ...componentNames.map(row)]));
  }
  return lines.join('\n');
}
