import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type {
  Environment,
  WorkloadCandidate,
} from '@slipway/backstage-plugin-deployments-common';
import { useState } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { CodeBlock } from '../../shared/copy/CodeBlock';
import { uniqueId } from '../../shared/ids/uniqueId';
import { LinkList } from '../../shared/links/LinkList';
import { Facts } from '../../shared/tables/Facts';
import { RelativeTime } from '../../shared/time/RelativeTime';
import { formatServiceConfig } from './formatServiceConfig';
import { formatWeight } from '../../shared/format/value';

const useStyles = makeStyles(
  theme => ({
    root: {
      padding: theme.spacing(2, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      overflowWrap: 'anywhere',
    },
    section: { marginTop: theme.spacing(1) },
    list: { margin: 0, padding: 0, listStyle: 'none' },
    missing: { margin: 0, paddingLeft: theme.spacing(3) },
  }),
  { name: 'SlipwayFoundWorkload' },
);

/** One workload that could be the service: what runs there, what is missing, and the lines that name it. */
export function FoundWorkload(props: {
  workload: WorkloadCandidate;
  service: string;
  serviceTitle: string;
  environment: Pick<Environment, 'name' | 'title'>;
}) {
  const { workload, service, serviceTitle, environment } = props;
  const { title, reason, settings, traffic, managedBy, missing } = workload;
  const { problems = [], links = [] } = workload;
  const isNamed = Object.keys(settings).length === 0;
  const { t } = useTranslation();
  const classes = useStyles();
  const [id] = useState(uniqueId);
  return (
    <section className={classes.root} aria-labelledby={id}>
      <Typography variant="h6" component="h3" id={id}>
        {title}
      </Typography>
      <Typography variant="body2" color="textSecondary" gutterBottom>
        {t('connect.foundBecause', { reason })}
      </Typography>
      <Facts
        facts={[
          [t('connect.runs'), <RunningVersions versions={traffic} />],
          [t('connect.managedBy'), managedBy],
          [
            t('connect.problems'),
            problems.length > 0 && (
              <ul className={classes.list}>
                {problems.map(({ code, object, message }) => (
                  <li key={`${code} ${object} ${message}`}>{message}</li>
                ))}
              </ul>
            ),
          ],
          [t('connect.links'), links.length > 0 && <LinkList links={links} />],
        ]}
      />
      <div className={classes.section}>
        <Typography variant="subtitle2" component="h4">
          {t('connect.missing.title')}
        </Typography>
        {missing.length === 0 ? (
          <Typography variant="body2">{t('connect.missing.none')}</Typography>
        ) : (
          <ol className={classes.missing}>
            {missing.map(({ code, message, remedy }, index) => (
              <li key={`${code} ${message}`}>
                <Typography variant="body2">{message}</Typography>
                {remedy && (
                  <CodeBlock
                    label={t('connect.missing.lines', {
                      number: String(index + 1),
                    })}
                    text={remedy.text}
                  />
                )}
              </li>
            ))}
          </ol>
        )}
      </div>
      <div className={classes.section}>
        <Typography variant="subtitle2" component="h4">
          {t('connect.config.title')}
        </Typography>
        <Typography variant="body2">
          {isNamed
            ? t('connect.config.named', { environment: environment.title })
            : t('connect.config.help', { service: serviceTitle })}
        </Typography>
        {!isNamed && (
          <CodeBlock
            label={t('connect.config.lines')}
            text={formatServiceConfig(service, environment.name, settings)}
          />
        )}
      </div>
    </section>
  );
}

function RunningVersions(props: { versions: WorkloadCandidate['traffic'] }) {
  const { versions } = props;
  const { t } = useTranslation();
  if (versions.length === 0) {
    return <>{t('connect.nothingRuns')}</>;
  }
  return (
    <>
      {versions.map(
        ({ versionName, artifact, weight, instances, ready, since }) => (
          <div key={artifact}>
            <span title={artifact}>{versionName}</span>
            {' · '}
            {t('connect.ready', {
              ready: String(ready),
              instances: String(instances),
            })}
            {versions.length > 1 && ` · ${formatWeight(weight)}`}
            {since && (
              <>
                {' · '}
                {t('connect.since')} <RelativeTime at={since} />
              </>
            )}
          </div>
        ),
      )}
    </>
  );
}
