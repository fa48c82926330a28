import FormControlLabel from '@material-ui/core/FormControlLabel';
import IconButton from '@material-ui/core/IconButton';
import Switch from '@material-ui/core/Switch';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import LinkIcon from '@material-ui/icons/Link';
import type { DeploymentEvent } from '@slipway/backstage-plugin-deployments-common';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import useCopyToClipboard from 'react-use/lib/useCopyToClipboard';
import { formatAbsoluteTime, formatClockTime } from '../../shared/format/time';
import { useNotifier } from '../../notifications/NotifierContext';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { isPerson, PrincipalLink } from '../../shared/people/PrincipalLink';
import { SearchField } from '../../shared/search/SearchField';
import { useEventTexts } from './useEventTexts';
import { RelativeTime } from '../../shared/time/RelativeTime';

/** The event for a step's progress, up to once a second. It is hidden by default. */
const PROGRESS = 'stepProgressed';

const useStyles = makeStyles(
  theme => ({
    tools: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: theme.spacing(2),
      marginBottom: theme.spacing(1),
    },
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      display: 'flex',
      alignItems: 'baseline',
      gap: theme.spacing(1.5),
      padding: theme.spacing(0.25, 1),
      '&:hover': { backgroundColor: theme.palette.action.hover },
      '&:hover button, &:focus-within button': { opacity: 1 },
    },
    linked: { backgroundColor: theme.palette.action.selected },
    at: {
      color: theme.palette.text.secondary,
      fontVariantNumeric: 'tabular-nums',
      flexShrink: 0,
    },
    text: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
    age: {
      color: theme.palette.text.secondary,
      flexShrink: 0,
      [theme.breakpoints.down('xs')]: { display: 'none' },
    },
    copy: { opacity: 0.3, padding: 2 },
  }),
  { name: 'SlipwayEventTimeline' },
);

interface ShownEvent {
  event: DeploymentEvent;
  message: string;
}

function matches({ event, message }: ShownEvent, text: string): boolean {
  const search = text.trim().toLocaleLowerCase();
  return [message, event.type, event.stepId, event.by].some(part =>
    part?.toLocaleLowerCase().includes(search),
  );
}

/** All events, newest first, one line each, with a link to each. */
export function EventTimeline(props: {
  deploymentId: string;
  events: DeploymentEvent[];
}) {
  const { deploymentId, events } = props;
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const notify = useNotifier();
  const [query] = useSearchParams();
  const [, copy] = useCopyToClipboard();
  const [text, setText] = useState('');
  const [peopleOnly, setPeopleOnly] = useState(false);
  const [withProgress, setWithProgress] = useState(false);
  const linkedSeq = Number(query.get('event') ?? NaN);
  const linked = useRef<HTMLLIElement>(null);
  const isLinkedHere = events.some(event => event.seq === linkedSeq);

  useEffect(() => {
    if (isLinkedHere) {
      linked.current?.scrollIntoView?.({ block: 'center' });
    }
  }, [isLinkedHere, linkedSeq]);

  const messages = useEventTexts(events);
  const shown = events
    .map((event, index) => ({ event, message: messages[index] }))
    .filter(({ event }) => !peopleOnly || (event.by && isPerson(event.by)))
    .filter(
      ({ event }) =>
        withProgress || event.type !== PROGRESS || event.seq === linkedSeq,
    )
    .filter(one => matches(one, text))
    .reverse();

  return (
    <section aria-label={t('events.title')}>
      <Typography variant="h6" component="h2">
        {t('events.title')}
      </Typography>
      <div className={classes.tools}>
        <SearchField
          label={t('events.filter')}
          value={text}
          onChange={setText}
        />
        <FormControlLabel
          control={
            <Switch
              size="small"
              color="primary"
              checked={peopleOnly}
              onChange={event => setPeopleOnly(event.target.checked)}
            />
          }
          label={t('events.peopleOnly')}
        />
        <FormControlLabel
          control={
            <Switch
              size="small"
              color="primary"
              checked={withProgress}
              onChange={event => setWithProgress(event.target.checked)}
            />
          }
          label={t('events.progress')}
        />
        <Typography variant="caption" role="status">
          {t('events.count', {
            shown: String(shown.length),
            total: String(events.length),
          })}
        </Typography>
      </div>
      <ol className={classes.list} reversed>
        {shown.map(({ event, message }) => {
          const isLinked = event.seq === linkedSeq;
          return (
            <li
              key={event.seq}
              ref={isLinked ? linked : undefined}
              className={
                isLinked ? `${classes.item} ${classes.linked}` : classes.item
              }
              aria-current={isLinked || undefined}
            >
              <Typography
                variant="body2"
                component="time"
                className={classes.at}
                title={formatAbsoluteTime(event.at)}
              >
                {formatClockTime(event.at)}
              </Typography>
              <Typography
                variant="body2"
                component="div"
                className={classes.text}
              >
                {message}
                {event.by && (
                  <>
                    {' '}
                    ({t('people.by')} <PrincipalLink principal={event.by} />)
                  </>
                )}
              </Typography>
              <Typography variant="caption" className={classes.age}>
                <RelativeTime at={event.at} />
              </Typography>
              <IconButton
                size="small"
                className={classes.copy}
                aria-label={t('events.copy', { seq: String(event.seq) })}
                onClick={() => {
                  copy(
                    window.location.origin +
                      paths.deployment(deploymentId, { event: event.seq }),
                  );
                  notify({ title: t('events.copied'), status: 'success' });
                }}
              >
                <LinkIcon fontSize="small" />
              </IconButton>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
