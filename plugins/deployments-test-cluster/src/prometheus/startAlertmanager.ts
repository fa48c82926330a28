import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MonitoringProgram, startMonitoringProgram } from './monitoringProgram';

/**
 * Starts Debian's `prometheus-alertmanager` on a loopback port. It notifies nobody, and its data is deleted when it ends.
 *
 * @throws Error that says what is missing, or with the output of the program.
 */
export function startAlertmanager(): Promise<MonitoringProgram> {
  return startMonitoringProgram({
    program: 'prometheus-alertmanager',
    buildArguments({ port, folder }) {
      const config = join(folder, 'alertmanager.yml');
      writeFileSync(
        config,
        JSON.stringify({
          route: { receiver: 'nobody', group_wait: '1s' },
          receivers: [{ name: 'nobody' }],
        }),
      );
      return [
        `--config.file=${config}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        // Otherwise it looks for other replicas on a fixed port.
        '--cluster.listen-address=',
        '--log.level=warn',
      ];
    },
  });
}
