import { ResponseErrorPanel } from '@backstage/core-components';
import Button from '@material-ui/core/Button';
import Container from '@material-ui/core/Container';

/** Says why nobody could be signed in, and leads back to the choice. */
export function SignInError(props: { error?: Error; onBack: () => void }) {
  const error =
    props.error ?? new Error('The backend did not say why it refused.');

  return (
    <Container maxWidth="md" component="main">
      <ResponseErrorPanel title="Could not sign in" error={error} />
      <Button variant="contained" color="primary" onClick={props.onBack}>
        Choose another person
      </Button>
    </Container>
  );
}
