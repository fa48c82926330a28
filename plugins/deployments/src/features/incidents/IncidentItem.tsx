import { Link } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import CheckCircle from '@material-ui/icons/CheckCircleOutline';
import ReportProblem from '@material-ui/icons/ReportProblemOutlined';
import type { Incident } from '@slipway/backstage-plugin-deployments-common';
import { useTranslation } from '../../i18n/useTranslation';
import { ToneLabel } from '../../shared/labels/ToneLabel';
import { PrincipalLink } from '../../shared/people/PrincipalLink';
import { LiveDuration } from '../../shared/time/LiveDuration';
import { RelativeTime } from '../../shared/time/RelativeTime';

/** The source of incidents that people open in the portal. */
const PORTAL = 'portal';

export type IncidentLink = Incident['links'][number];

const useStyles = makeStyles(
  theme => ({
    root: {
      ...theme.typography.body2,
      padding: theme.spacing(1.5, 0),
      borderTop: `1px solid ${theme.palette.divider}`,
      overflowWrap: 'anywhere',
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      columnGap: theme.spacing(2),
    },
    linkTarget: {
      paddingLeft: theme.spacing(1.5),
      borderLeft: `4px solid ${theme.palette.primary.main}`,
    },
    note: { color: theme.palette.text.secondary },
    links: { margin: 0, paddingLeft: theme.spacing(2.5) },
    actions: {
      marginLeft: 'auto',
      display: 'flex',
      flexWrap: 'wrap',
      gap: theme.spacing(1),
    },
  }),
  { name: 'SlipwayIncident' },
);

/** An incident: its status and duration, linked deployments, and actions. */
export function IncidentItem(props: {
  incident: Incident;
  /** Whether the address links to it. */
  isLinkTarget: boolean;
  mayWrite: boolean;
  onResolve(): void;
  onLink(): void;
  onUnlink(link: IncidentLink): void;
}) {
  const { incident, isLinkTarget, mayWrite, onResolve, onLink, onUnlink } =
    props;
  const { t } = useTranslation();
  const classes = useStyles();
  const isOpen = incident.resolvedAt === undefined;
  const formatName = (link: IncidentLink) => link.version ?? link.deployment;
  return (
    <li
      className={`${classes.root} ${isLinkTarget ? classes.linkTarget : ''}`}
      aria-label={incident.title}
      aria-current={isLinkTarget || undefined}
    >
      <div className={classes.head}>
        <Typography variant="subtitle1" component="h3">
          {incident.url ? (
            <Link to={incident.url}>{incident.title}</Link>
          ) : (
            incident.title
          )}
        </Typography>
        {isOpen ? (
          <ToneLabel tone="error" icon={ReportProblem}>
            {t('incidents.state.open')}
          </ToneLabel>
        ) : (
          <ToneLabel tone="ok" icon={CheckCircle}>
            {t('incidents.state.resolved')}
          </ToneLabel>
        )}
        <span>
          <RelativeTime at={incident.startedAt} /> ·{' '}
          {t(isOpen ? 'incidents.openFor' : 'incidents.lasted')}{' '}
          <LiveDuration from={incident.startedAt} to={incident.resolvedAt} />
        </span>
        {mayWrite && (
          <div className={classes.actions}>
            {isOpen && (
              <Button size="small" variant="outlined" onClick={onResolve}>
                {t('incidents.resolve')}
              </Button>
            )}
            <Button size="small" onClick={onLink}>
              {t('incidents.link')}
            </Button>
          </div>
        )}
      </div>
      <div className={classes.note}>
        {incident.openedBy ? (
          <>
            {t('incidents.openedBy')}{' '}
            <PrincipalLink principal={incident.openedBy} />
          </>
        ) : (
          incident.source !== PORTAL &&
          t('incidents.from', { source: incident.source })
        )}
        {incident.environment && ` · ${incident.environment}`}
        {incident.resolvedBy && (
          <>
            {' · '}
            {t('incidents.resolvedBy')}{' '}
            <PrincipalLink principal={incident.resolvedBy} />
          </>
        )}
        {incident.demo && ` · ${t('dora.demo')}`}
      </div>
      {incident.links.some(({ role }) => role === 'caused') || (
        <div className={classes.note}>{t('incidents.noCause')}</div>
      )}
      {incident.links.length > 0 && (
        <ul className={classes.links}>
          {incident.links.map(link => (
            <li key={`${link.deployment} ${link.role}`}>
              {t(
                link.role === 'caused'
                  ? 'incidents.causedBy'
                  : 'incidents.fixedBy',
              )}{' '}
              {formatName(link)}
              {link.environment && ` → ${link.environment}`}{' '}
              <span className={classes.note}>
                ({t(`dora.rows.origin.${link.origin}`)}
                {link.by && (
                  <>
                    : <PrincipalLink principal={link.by} />
                  </>
                )}
                )
              </span>{' '}
              {mayWrite && (
                <Button
                  size="small"
                  onClick={() => onUnlink(link)}
                  aria-label={t('incidents.unlink', {
                    version: formatName(link),
                  })}
                >
                  {t('incidents.unlinkShort')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
