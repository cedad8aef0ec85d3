/**
 * What systemd wants to know and gives: that the service is ready, still answers or is stopping, and a socket that it has
 * opened already. Without systemd nothing of this happens.
 */
import { execFile } from 'node:child_process';
import type { ServiceManagerEnvironment } from './config/index.js';

export interface ServiceManager {
  /** The first socket that was handed over, as a file descriptor; undefined where the service opens its own. */
  readonly socketFd: number | undefined;
  ready(): void;
  stopping(): void;
}

/** The descriptors that are handed over begin here: sd_listen_fds(3). */
const firstSocketFd = 3;

export interface ServiceManagerOptions {
  readonly environment: ServiceManagerEnvironment;
  readonly pid: number;
  /** Whether the service still does its work; asked at half of systemd's time limit. A no, or none, lets systemd restart it. */
  readonly isWell: () => Promise<boolean>;
  readonly onWarning: (text: string) => void;
}

export function createServiceManager(options: ServiceManagerOptions): ServiceManager {
  const { environment, pid, isWell, onWarning } = options;
  const isManaged = environment.NOTIFY_SOCKET !== undefined;
  const watchdogPid = Number(environment.WATCHDOG_PID ?? pid);

  // Node has no datagram sockets of Unix, so that systemd's own tool speaks for it; hence NotifyAccess=all in the unit.
  const notify = (...states: string[]): void => {
    if (!isManaged) return;
    execFile('systemd-notify', [`--pid=${pid}`, ...states], (error) => {
      if (error) onWarning(`systemd could not be told: ${error.message}`);
    });
  };

  const watch = (): void => {
    const limitMs = Number(environment.WATCHDOG_USEC) / 1000;
    if (!(limitMs > 0) || watchdogPid !== pid) return;
    setInterval(() => {
      isWell().then(
        (well) => well && notify('WATCHDOG=1'),
        () => undefined,
      );
    }, limitMs / 2).unref();
  };

  return {
    socketFd:
      Number(environment.LISTEN_FDS) > 0 && Number(environment.LISTEN_PID) === pid
        ? firstSocketFd
        : undefined,
    ready: () => {
      notify('--ready', 'WATCHDOG=1');
      watch();
    },
    stopping: () => notify('--stopping'),
  };
}
