/** The files in deploy/ speak of this service: its settings, addresses and times, and not of ones that it once had. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot, settings } from '../../src/config/index.js';

const deploy = join(packageRoot, 'deploy');
const settingNames = new Set(settings.map(({ env }) => env));
/** What serve() in src/main.ts gives itself to finish, in seconds. */
const graceSeconds = 8;

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface Container {
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly securityContext: object;
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
}
interface Manifest {
  readonly kind: string;
  readonly spec: {
    readonly selector?: unknown;
    readonly podSelector?: unknown;
    readonly template?: {
      readonly metadata: { readonly labels: object };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly securityContext: object;
        readonly containers: readonly [Container];
      };
    };
  };
}

const manifests = readdirSync(join(deploy, 'kubernetes')).map(
  (file) => parse(readFileSync(join(deploy, 'kubernetes', file), 'utf8')) as Manifest,
);
const manifest = (kind: string): Manifest => manifests.find((one) => one.kind === kind)!;

describe('the Kubernetes manifests', () => {
  const pod = manifest('Deployment').spec.template!;
  const [container] = pod.spec.containers;
  const { labels } = pod.metadata;

  test('select the pods that the deployment makes', () => {
    expect(manifest('Deployment').spec.selector).toEqual({ matchLabels: labels });
    expect(manifest('PodDisruptionBudget').spec.selector).toEqual({ matchLabels: labels });
    expect(manifest('NetworkPolicy').spec.podSelector).toEqual({ matchLabels: labels });
    expect(manifest('Service').spec.selector).toEqual(labels);
  });

  test('name settings that there are, and the port that they set', () => {
    const unknown = container.env
      .map(({ name }) => name)
      .filter((name) => name.startsWith('FACEDESK_') && !settingNames.has(name));
    expect(unknown).toEqual([]);
    const port = container.env.find(({ name }) => name === 'FACEDESK_PORT')?.value;
    expect(container.ports).toEqual([{ name: 'http', containerPort: Number(port) }]);
  });

  test('ask for liveness and readiness where the service answers them', () => {
    const { startupProbe, livenessProbe, readinessProbe } = container;
    expect(startupProbe.httpGet).toEqual({ path: '/livez', port: 'http' });
    expect(livenessProbe.httpGet).toEqual({ path: '/livez', port: 'http' });
    expect(readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' });
  });

  test('give the service longer to end than it takes, and no rights that it does not need', () => {
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(graceSeconds);
    expect(pod.spec.securityContext).toMatchObject({ runAsNonRoot: true });
    expect(container.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });
});

describe('the units for systemd', () => {
  const unit = readFileSync(join(deploy, 'systemd/facedesk.service'), 'utf8');

  test('name settings that there are', () => {
    const named = [...unit.matchAll(/\bFACEDESK_[A-Z_]+(?==)/g)].map(([name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !settingNames.has(name))).toEqual([]);
  });

  test('give the service longer to end than it takes', () => {
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(graceSeconds);
  });
});
