import { Navigate } from 'react-router-dom';
import { usePaths } from '../../routes/usePaths';

/** Leads from the navigation to the inbox. */
export function NeedsYouRedirect() {
  const { needsYou } = usePaths();
  return <Navigate to={needsYou} replace />;
}
