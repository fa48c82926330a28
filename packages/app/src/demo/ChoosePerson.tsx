import { configApiRef, useApi } from '@backstage/core-plugin-api';
import Container from '@material-ui/core/Container';
import Grid from '@material-ui/core/Grid';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { LogoIcon } from '../nav/LogoIcon';
import { PersonCard } from './PersonCard';
import { demoPeople } from './people';

const useStyles = makeStyles(theme => ({
  page: {
    minHeight: '100vh',
    boxSizing: 'border-box',
    padding: theme.spacing(8, 0),
    background: theme.palette.background.default,
  },
  heading: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(1),
  },
  introduction: { marginBottom: theme.spacing(4) },
}));

/** Asks as whom to sign in. */
export function ChoosePerson(props: { onChoose: (userName: string) => void }) {
  const classes = useStyles();
  const title = useApi(configApiRef).getString('app.title');

  return (
    <main className={classes.page}>
      <Container maxWidth="md">
        <div className={classes.heading}>
          <LogoIcon size={40} />
          <Typography variant="h4" component="h1">
            {title}
          </Typography>
        </div>
        <Typography
          className={classes.introduction}
          variant="body1"
          color="textSecondary"
        >
          Who are you today? This is a demo: choose a person of the example
          company, no password needed. All tabs of this browser use the same
          person. “Switch person” in the sidebar chooses another one.
        </Typography>
        <Grid container spacing={3} component="ul" style={{ padding: 0 }}>
          {demoPeople.map(person => (
            <Grid
              item
              xs={12}
              sm={6}
              md={4}
              component="li"
              key={person.userName}
              style={{ listStyle: 'none' }}
            >
              <PersonCard person={person} onChoose={props.onChoose} />
            </Grid>
          ))}
        </Grid>
      </Container>
    </main>
  );
}
