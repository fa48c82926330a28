import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MonitoringProgram, startMonitoringProgram } from './monitoringProgram';

/** How a Prometheus runs. Sections are as in its own configuration file. */
export interface PrometheusOptions {
  /** The section `scrape_configs`. */
  scrapeConfigs?: object[];
  /** How often it scrapes. Default: `1s`. */
  scrapeInterval?: string;
  /** Rules of recording or alerting: the section `groups` of a file with rules. */
  ruleGroups?: object[];
  /** Addresses of Alertmanagers, `host:port`. */
  alertmanagers?: string[];
  /** Its web configuration, e.g. `basic_auth_users`. */
  web?: object;
  /** If the web configuration asks for certificates: with which the start is checked, PEM. */
  tls?: { ca: string; certificate: string; key: string };
  /** If the web configuration asks for a login: with which the start is checked, `user:password`. */
  login?: string;
  /** Fixed port. Default: a free one. */
  port?: number;
}

/**
 * Starts Debian's `prometheus` on a loopback port, with data that is deleted when it ends.
 *
 * @throws Error that says what is missing, or with the output of the program.
 */
export function startPrometheus({
  scrapeConfigs = [],
  scrapeInterval = '1s',
  ruleGroups = [],
  alertmanagers = [],
  web,
  tls,
  login,
  port,
}: PrometheusOptions = {}): Promise<MonitoringProgram> {
  return startMonitoringProgram({
    program: 'prometheus',
    port,
    tls,
    login,
    buildArguments({ port: chosen, folder }) {
      const write = (name: string, content: object) => {
        const file = join(folder, name);
        // JSON is YAML. It may contain credentials.
        writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
        return file;
      };
      const rules = write('rules.yml', { groups: ruleGroups });
      const config = write('prometheus.yml', {
        global: {
          scrape_interval: scrapeInterval,
          scrape_timeout: scrapeInterval,
          evaluation_interval: scrapeInterval,
        },
        rule_files: [rules],
        alerting: {
          alertmanagers: [{ static_configs: [{ targets: alertmanagers }] }],
        },
        scrape_configs: scrapeConfigs,
      });
      return [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        '--storage.tsdb.retention.time=2h',
        `--web.listen-address=127.0.0.1:${chosen}`,
        ...(web ? [`--web.config.file=${write('web.yml', web)}`] : []),
        // An alert that fires before an Alertmanager has been found would wait for a minute.
        '--rules.alert.resend-delay=1s',
        '--log.level=warn',
      ];
    },
  });
}
