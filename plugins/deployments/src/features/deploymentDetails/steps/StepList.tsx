import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { useSentences } from '../../../shared/text/useSentences';
import { useTranslation } from '../../../i18n/useTranslation';
import { VerdictLabel } from '../../../shared/labels/StatusLabels';
import { PrincipalLink } from '../../../shared/people/PrincipalLink';
import { buildRollbackKey } from './selectStep';
import { StepItem } from './StepItem';
import { isSequence, layOutSteps } from './stepLayout';

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    columns: {
      display: 'flex',
      gap: theme.spacing(1),
      overflowX: 'auto',
      listStyle: 'none',
      margin: 0,
      padding: 0,
    },
    column: { minWidth: 170, flex: '1 1 170px', alignSelf: 'center' },
    rollback: {
      marginTop: theme.spacing(2),
      paddingTop: theme.spacing(2),
      borderTop: `1px solid ${theme.palette.divider}`,
    },
  }),
  { name: 'SlipwayStepList' },
);

/** The steps of a deployment: in a row if they run one after another, else in columns. A rollback's steps are below. */
export function StepList(props: {
  deployment: Deployment;
  selectedKey: string | undefined;
  clockOffsetMs: number;
  onSelect(key: string): void;
}) {
  const { deployment, selectedKey, clockOffsetMs, onSelect } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const { steps, rollback } = deployment;
  const say = useSentences();

  const inLine = isSequence(steps);
  const getTitle = (id: string) =>
    steps.find(step => step.id === id)?.title ?? id;
  const items = (some: typeof steps) =>
    some.map(step => (
      <li key={step.id}>
        <StepItem
          step={step}
          selected={step.id === selectedKey}
          after={inLine ? undefined : step.needs.map(getTitle)}
          clockOffsetMs={clockOffsetMs}
          onSelect={() => onSelect(step.id)}
        />
      </li>
    ));

  return (
    <nav aria-label={t('step.list')}>
      {inLine ? (
        <ol className={classes.list}>{items(steps)}</ol>
      ) : (
        <ol className={classes.columns}>
          {layOutSteps(steps).map(column => (
            <li key={column[0].id} className={classes.column}>
              <ul className={classes.list}>{items(column)}</ul>
            </li>
          ))}
        </ol>
      )}
      {rollback && (
        <section className={classes.rollback} aria-label={t('rollback.title')}>
          <Typography variant="subtitle2" component="h2">
            {rollback.to
              ? t('rollback.to', { version: rollback.to.name })
              : t('rollback.title')}
          </Typography>
          <Typography variant="body2" color="textSecondary" component="div">
            {t(`rollback.cause.${rollback.cause}`)}
            {rollback.by && (
              <>
                {' '}
                (<PrincipalLink principal={rollback.by} />)
              </>
            )}
            {/* The top of the page says why a step failed. */}
            {rollback.message &&
              !deployment.failure &&
              `: ${say(rollback.sentences, rollback.message)}`}
          </Typography>
          {rollback.verification && (
            <Typography variant="body2" component="div">
              {t('rollback.verification')}{' '}
              <VerdictLabel verdict={rollback.verification} />
            </Typography>
          )}
          <ol className={classes.list}>
            {rollback.steps.map(step => (
              <li key={step.id}>
                <StepItem
                  step={step}
                  selected={buildRollbackKey(step.id) === selectedKey}
                  clockOffsetMs={clockOffsetMs}
                  onSelect={() => onSelect(buildRollbackKey(step.id))}
                />
              </li>
            ))}
          </ol>
        </section>
      )}
    </nav>
  );
}
