import Avatar from '@material-ui/core/Avatar';
import Card from '@material-ui/core/Card';
import CardActionArea from '@material-ui/core/CardActionArea';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import type { DemoPerson } from './people';

const useStyles = makeStyles(theme => ({
  card: { height: '100%' },
  action: {
    height: '100%',
    padding: theme.spacing(3),
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    justifyContent: 'flex-start',
  },
  avatar: {
    width: theme.spacing(7),
    height: theme.spacing(7),
    backgroundColor: theme.palette.primary.main,
    color: theme.palette.primary.contrastText,
  },
  who: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(2),
  },
}));

function initials(name: string) {
  return name
    .split(' ')
    .map(part => part[0])
    .join('');
}

/** One person to sign in as. */
export function PersonCard(props: {
  person: DemoPerson;
  onChoose: (userName: string) => void;
}) {
  const { person, onChoose } = props;
  const classes = useStyles();

  return (
    <Card className={classes.card}>
      <CardActionArea
        className={classes.action}
        aria-label={`Sign in as ${person.displayName}, ${person.role}, ${person.team}`}
        onClick={() => onChoose(person.userName)}
      >
        <div className={classes.who}>
          <Avatar aria-hidden className={classes.avatar}>
            {initials(person.displayName)}
          </Avatar>
          <div>
            <Typography variant="h6" component="h2">
              {person.displayName}
            </Typography>
            <Typography variant="body2">{person.role}</Typography>
            <Typography variant="body2" color="textSecondary">
              {person.team}
            </Typography>
          </div>
        </div>
        <Typography variant="body2" color="textSecondary">
          {person.does}
        </Typography>
      </CardActionArea>
    </Card>
  );
}
