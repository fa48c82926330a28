import { useApi } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useRef, useState } from 'react';
import { deploymentsApiRef } from '../../../api/DeploymentsApi';
import {
  EMPTY_VIEW,
  watchDeployment,
  type DeploymentView,
} from './watchDeployment';

/** A live deployment. `refresh` loads it immediately, e.g. after a command. */
export function useDeploymentView(
  id: string,
): DeploymentView & { refresh(): Promise<void> } {
  const api = useApi(deploymentsApiRef);
  const [shown, setShown] = useState({ id, view: EMPTY_VIEW });
  const watch = useRef<ReturnType<typeof watchDeployment>>();

  useEffect(() => {
    const current = watchDeployment({
      api,
      id,
      onChange: view => setShown({ id, view }),
    });
    watch.current = current;
    return () => current.stop();
  }, [api, id]);

  const refresh = useCallback(
    async () => watch.current?.refresh().catch(() => {}),
    [],
  );
  // Another deployment's state must not show under this address, not even for one rendering.
  return { ...(shown.id === id ? shown.view : EMPTY_VIEW), refresh };
}
