import { Link } from '@backstage/core-components';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import Block from '@material-ui/icons/Block';
import EventBusy from '@material-ui/icons/EventBusy';
import HelpOutline from '@material-ui/icons/HelpOutline';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import Launch from '@material-ui/icons/Launch';
import PanTool from '@material-ui/icons/PanTool';
import Pause from '@material-ui/icons/Pause';
import PlaylistAddCheck from '@material-ui/icons/PlaylistAddCheck';
import Queue from '@material-ui/icons/Queue';
import ThumbsUpDown from '@material-ui/icons/ThumbsUpDown';
import SyncProblem from '@material-ui/icons/SyncProblem';
import TrendingUp from '@material-ui/icons/TrendingUp';
import VisibilityOff from '@material-ui/icons/VisibilityOff';
import type {
  Blocker,
  BlockerKind,
} from '@slipway/backstage-plugin-deployments-common';
import { Fragment } from 'react';
import { usePaths } from '../../routes/usePaths';
import { useTranslation } from '../../i18n/useTranslation';
import { getWarningColor } from '../labels/readableColors';
import type { ToneIcon } from '../labels/ToneLabel';
import { LinkList } from '../links/LinkList';
import { useSentences } from '../text/useSentences';
import { Until } from '../time/Until';
import { BLOCKER_TOPICS } from '../troubleshooting/topics';
import { TroubleshootingLink } from '../troubleshooting/TroubleshootingLink';
import { useBlockerTexts } from './useBlockerTexts';
import { WhomToAsk } from './WhomToAsk';

const ICONS: Record<BlockerKind, ToneIcon> = {
  slot: Queue,
  window: EventBusy,
  schedule: HourglassEmpty,
  promotion: TrendingUp,
  soak: HourglassEmpty,
  approval: ThumbsUpDown,
  hold: PanTool,
  drift: SyncProblem,
  quarantine: Block,
  unobserved: VisibilityOff,
  paused: Pause,
  decision: ThumbsUpDown,
  unknown_outcome: HelpOutline,
  external: Launch,
  condition: PlaylistAddCheck,
};

const useStyles = makeStyles(
  theme => ({
    list: { listStyle: 'none', margin: 0, padding: 0 },
    item: {
      display: 'flex',
      gap: theme.spacing(1),
      alignItems: 'flex-start',
      '& + &': { marginTop: theme.spacing(1) },
    },
    icon: {
      fontSize: '1.25em',
      marginTop: '0.1em',
      color: getWarningColor(theme),
      flexShrink: 0,
    },
    body: { minWidth: 0, overflowWrap: 'anywhere' },
    facts: {
      color: theme.palette.text.secondary,
      // Next to text, colour alone doesn't show that it is a link.
      '& a': { textDecoration: 'underline' },
    },
  }),
  { name: 'SlipwayBlockerList' },
);

/**
 * When the blocker ends, whom to ask and where, and the deployment that causes it, as far as known; and a link that
 * explains it.
 */
function BlockerFacts(props: { blocker: Blocker }) {
  const { blocker } = props;
  const { kind, condition, until, askUrl, links, deploymentId } = blocker;
  const { t } = useTranslation();
  const classes = useStyles();
  const paths = usePaths();
  const facts = [
    condition && t('blocker.condition', { name: condition }),
    until && <Until at={until} />,
    (blocker.unblockedBy?.length || blocker.ask?.length) && (
      <WhomToAsk blocker={blocker} />
    ),
    askUrl && <Link to={askUrl}>{t('blocker.askUrl')}</Link>,
    links && links.length > 0 && <LinkList links={links} />,
    deploymentId && (
      <Link to={paths.deployment(deploymentId)}>
        {t('blocker.deploymentInTheWay')}
      </Link>
    ),
    <TroubleshootingLink
      topic={BLOCKER_TOPICS[kind]}
      about={t(`blockerKind.${kind}`)}
    />,
  ].filter(Boolean);
  return (
    <Typography variant="body2" className={classes.facts}>
      {facts.map((fact, index) => (
        // Their order is fixed, and they come and go with the blocker.
        <Fragment key={index}>
          {index > 0 && ' · '}
          {fact}
        </Fragment>
      ))}
    </Typography>
  );
}

/** Why something waits: the message, until when, whom to ask, and what the reader can do. */
export function BlockerList(props: { blockers: Blocker[] }) {
  const { t } = useTranslation();
  const classes = useStyles();
  const texts = useBlockerTexts(props.blockers);
  const say = useSentences();
  return (
    <ul className={classes.list} aria-label={t('blocker.list')}>
      {props.blockers.map((blocker, index) => {
        const Icon = ICONS[blocker.kind] ?? Block;
        return (
          // Two blockers of the same kind only differ in their message.
          <li
            key={`${blocker.kind}:${blocker.message}:${index}`}
            className={classes.item}
          >
            <Icon
              className={classes.icon}
              titleAccess={t(`blockerKind.${blocker.kind}`)}
            />
            <div className={classes.body}>
              <Typography variant="body2">{texts[index]}</Typography>
              <BlockerFacts blocker={blocker} />
              {blocker.hint && (
                <Typography variant="body2">
                  {say(
                    blocker.hintSentence && [blocker.hintSentence],
                    blocker.hint,
                  )}
                </Typography>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
