import { MarkdownContent } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { Ref } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { PageTitle } from '../../shared/page/PageTitle';
import { Contents } from './Contents';
import { troubleshooting } from './troubleshooting.generated';
import { useHashHeading } from './useHashHeading';

const [INTRODUCTION, ...SECTIONS] = troubleshooting;
const IDS = troubleshooting.map(({ id }) => id);

/** The heading of each level, and how large it looks. */
const HEADINGS = {
  1: { component: 'h1', variant: 'h4' },
  2: { component: 'h2', variant: 'h5' },
  3: { component: 'h3', variant: 'h6' },
} as const;

const useStyles = makeStyles(
  theme => ({
    root: { scrollMarginTop: theme.spacing(10) },
    columns: {
      display: 'grid',
      gap: theme.spacing(3),
      gridTemplateColumns: 'minmax(0, 1fr)',
      alignItems: 'start',
      marginTop: theme.spacing(3),
      [theme.breakpoints.up('md')]: {
        gridTemplateColumns: 'minmax(200px, 280px) minmax(0, 1fr)',
      },
    },
    text: {
      maxWidth: '90ch',
      overflowWrap: 'break-word',
      '& :not(td) > code': { overflowWrap: 'anywhere' },
      // Next to text, colour alone doesn't show that it is a link. Doubled, to win over the renderer's own styles.
      '&& a': { textDecoration: 'underline' },
      '&& table': { borderBottom: `1px solid ${theme.palette.divider}` },
      '&& th, && td': {
        padding: theme.spacing(1),
        lineHeight: 1.4,
        textAlign: 'left',
        verticalAlign: 'top',
        overflow: 'visible',
        // Words stay whole; only code, which can be long, may break anywhere.
        wordBreak: 'normal',
        overflowWrap: 'break-word',
        [theme.breakpoints.down('xs')]: { overflowWrap: 'anywhere' },
      },
      '&& td:not(:first-child) code': { overflowWrap: 'anywhere' },
    },
    section: { '& + &': { marginTop: theme.spacing(3) } },
    heading: {
      scrollMarginTop: theme.spacing(2),
      overflowWrap: 'anywhere',
      '&:focus': { outline: 'none' },
    },
    requested: {
      borderLeft: `4px solid ${theme.palette.primary.main}`,
      paddingLeft: theme.spacing(1),
      marginLeft: theme.spacing(-1.5),
    },
  }),
  { name: 'SlipwayTroubleshooting' },
);

/** A heading with the text below it. */
function Section(props: {
  section: (typeof troubleshooting)[number];
  /** The ref of the heading that the address names. */
  heading?: Ref<HTMLElement>;
}) {
  const { section, heading } = props;
  const { id, level, title, text } = section;
  const classes = useStyles();
  return (
    <section aria-labelledby={id} className={classes.section}>
      <Typography
        {...HEADINGS[level]}
        id={id}
        ref={heading}
        tabIndex={-1}
        gutterBottom
        className={
          heading ? `${classes.heading} ${classes.requested}` : classes.heading
        }
      >
        {title}
      </Typography>
      <MarkdownContent content={text} />
    </section>
  );
}

/** The troubleshooting page of the docs: symptom, cause and what to do. Errors in the portal link to its sections. */
export default function TroubleshootingPage() {
  const { t } = useTranslation();
  const classes = useStyles();
  const { requested, page, heading } = useHashHeading(IDS);
  const getHeadingRef = (id: string) =>
    id === requested ? heading : undefined;
  return (
    <div ref={page} className={classes.root}>
      <PageTitle title={`${INTRODUCTION.title} | ${t('page.title')}`} />
      <div className={classes.text}>
        <Section
          section={INTRODUCTION}
          heading={getHeadingRef(INTRODUCTION.id)}
        />
      </div>
      <div className={classes.columns}>
        <Contents entries={SECTIONS} />
        <div className={classes.text}>
          {SECTIONS.map(section => (
            <Section
              key={section.id}
              section={section}
              heading={getHeadingRef(section.id)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
